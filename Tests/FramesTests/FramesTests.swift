import Testing

@Suite struct FramesTests {}
