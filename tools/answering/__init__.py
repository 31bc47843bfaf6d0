"""How a subject's answer becomes one number a stimulus: what instruments measure, whatever the subject."""
