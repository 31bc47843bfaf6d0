"""OpenCV's cascades of simple features, run by cv2 and read stage by stage by ourselves."""
