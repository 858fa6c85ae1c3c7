// The constants of the header are all that this module has; the package manager wants a source file.
#include "CCellMessages.h"

_Static_assert(CELL_FRAME_HEADER == 5, "a length of four bytes and a kind of one");
