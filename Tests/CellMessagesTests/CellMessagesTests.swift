import Testing

@Suite struct CellMessagesTests {}
