#include "features/customers/customers_store.h"

#include "features/customers/queries.h"

#include <algorithm>

namespace portal::customers {

Customer CustomerStore::find()
{
    Customer customer { m_scope.tenant(), m_scope.customer_number(), {}, {}, {} };
    for (auto const row : m_session.query(sql::find_customer, m_scope.tenant(), m_scope.customer_number())) {
        if (customer.name.empty()) {
            customer.name = row.text(0);
            customer.address = { row.text(1), row.text(2), row.text(3) };
        }
        if (!row.is_null(4))
            customer.supply_points.push_back(
                { row.text(4), row.text(5), { row.text(6), row.text(7), row.text(8) }, row.optional_date(9), row.optional_date(10) });
    }
    std::ranges::sort(customer.supply_points, {}, &SupplyPoint::number);
    return customer;
}

}
