/// The engine.
enum Engine {}
