// Takes out again what a delivery has stored: one that died, was refused, was only tried, or is taken back.
#pragma once

#include "features/imports/open_delivery.h"

namespace portal::imports {

// In short transactions; may be broken off at any point and done again. A published delivery is never touched: std::logic_error.
void clear(OpenDelivery& delivery);

}
