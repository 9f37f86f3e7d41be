// libedit's own header; everything variadic in it is wrapped by LibEditShim.
#include <histedit.h>
