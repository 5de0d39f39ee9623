// Payments that went back, while a delivery is read: each finds its own payment, and each payment goes back once.
#pragma once

#include "features/payments/payments_store.h"
#include "features/payments/return_rules.h"

#include <deque>
#include <set>

namespace portal::payments {

class Returns {
public:
    // A payment of this delivery that is booked. The last ten thousand can go back within it; a return of an earlier one is for the desk.
    void note_paid(std::string const& id, BankPayment const& payment, std::vector<Share> const& shares);
    // How a payment that went back is booked; `bills` are those that it names.
    Match match(PaymentStore const& store, BankPayment const& returned, BillsByReference const& bills);

private:
    std::vector<PaidBefore> candidates(PaymentStore const& store, BankPayment const& returned, BillsByReference const& bills) const;

    std::deque<PaidBefore> m_paid;
    std::set<std::string> m_gone_back;
};

}
