// A small portal with the pages of bills and one signed-in customer of the water utility.
#pragma once

#include "support/databases.h"
#include "support/delivered_rows.h"
#include "support/small_portal.h"

#include "features/invoices/invoices_pages.h"
#include "features/invoices/invoices_service.h"

namespace portal::tests {

inline Date day(int number) { return *date_from_number(number); }

struct InvoicesWorld : SmallPortal {
    explicit InvoicesWorld(db::Database& the_database)
        : SmallPortal(the_database)
        , rows(database, water().id)
        , account(add_account("ana@primer.si"))
        , browser(*this)
    {
        invoices::add_routes(router, { database, site, calendar });
        give_access(account, water(), "107");
        rows.customer("107", "Marija Kranjc");
        browser.come_with_session(start_session(account));
    }

    invoices::Page list(std::vector<CustomerScope> const& scopes, std::optional<ListPosition> position = {}, std::optional<int> year = {})
    {
        return database.read([&](db::Session& session) { return invoices::list(session, { scopes, year, position }); });
    }
    invoices::Standing standing(int today) { return invoices::standing(list({ scope(water(), "107") }).invoices, day(today)); }

    DeliveredRows rows;
    AccountId account;
    Browser browser;
};

}
