/// What cells call.
enum Runtime {}
