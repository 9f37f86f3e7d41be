#include "LibEditShim.h"
