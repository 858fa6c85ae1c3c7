import Testing

@Suite struct CKernelsTests {}
