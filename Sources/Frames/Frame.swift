/// Messages.
enum Frame {}
