import Testing

@Suite struct SequenceModelsTests {}
