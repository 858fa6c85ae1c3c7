// What the process that runs cells needs from the system and Swift cannot say: fork, signal handlers.
#ifndef CKERNELSUPPORT_H
#define CKERNELSUPPORT_H
#endif
