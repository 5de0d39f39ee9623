// Takes rows away that no published delivery shows any more, so that neither tables nor look-ups grow with every delivery.
#pragma once

#include "features/imports/open_delivery.h"

namespace portal::imports {

// After `delivery` was published. Kept is what it superseded itself: taking it back needs that. A bill or a meter leaves its id behind
// (former_ids). In short transactions; may be broken off at any point, the next one goes on.
void clean(OpenDelivery& delivery);

}
