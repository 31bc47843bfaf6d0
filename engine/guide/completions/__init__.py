"""Chat completions over HTTP, as many servers speak them: asked, read within bounds, failures named."""
