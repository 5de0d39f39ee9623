// Takes out again what a delivery has stored that will not be published: one that died, was refused or was only tried.
#pragma once

#include "features/imports/open_delivery.h"

namespace portal::imports {

struct WhatToClear {
    // By kind: whether published rows may be marked as removed. Finding them walks through the whole table.
    std::array<bool, kind_count> marks {};
    static WhatToClear everything()
    {
        WhatToClear all;
        all.marks.fill(true);
        return all;
    }
};

// In short transactions; may be broken off at any point and done again. A published delivery is never touched: std::logic_error.
void clear(OpenDelivery& delivery, WhatToClear const& what);

}
