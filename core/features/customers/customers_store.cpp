#include "features/customers/customers_store.h"

#include "features/customers/customers_service.h"
#include "features/customers/queries.h"

namespace portal::customers {

Customer CustomerStore::find()
{
    Customer customer { m_scope.tenant(), m_scope.customer_number(), {}, {}, {} };
    for (auto const row : m_session.query(sql::find_customer, m_scope.published(), m_scope.published(), m_scope.tenant(), m_scope.customer_number(),
             m_scope.published(), m_scope.published()))
        add_row(customer, row);
    return customer;
}

}
