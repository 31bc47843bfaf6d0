"""What MediaPipe does around its published graphs: sampling the picture, anchors, choosing among boxes."""
