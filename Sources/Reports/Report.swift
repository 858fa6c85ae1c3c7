/// Reports.
enum Report {}
