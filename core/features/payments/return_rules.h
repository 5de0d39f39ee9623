// Which payment it was that went back. Pure: who asks has looked for payments that it may have been.
#pragma once

#include "features/payments/telling.h"

#include <span>

namespace portal::payments {

// A payment that is booked and has not gone back yet.
struct PaidBefore {
    std::string id;
    Telling telling;
    Date booked;
    std::vector<Share> shares;
};

// The one of the same account and amount that the return names best: by its end-to-end id, by the references, by the payer's account; and nothing that both say
// may differ. Of several that are equally good the newest, when they paid the same, or are the same payer's for the same customers. Nothing when there is none,
// or nobody can tell. `returned` has the positive amount.
PaidBefore const* original_of(Telling const& returned, Date booked, std::span<PaidBefore const> paid);

// What undoes these shares, the last one first.
std::vector<Share> undone(std::span<Share const> paid);

}
