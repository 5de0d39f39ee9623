#include "features/claims/account_closing.h"

#include "features/accounts/accounts_service.h"
#include "features/claims/claim_store.h"

namespace portal::claims {

bool close_account(db::Database& database, Clock const& clock, tenants::Registry const& tenants, web::Sessions& sessions, std::string_view email)
{
    return database.transact([&](db::Transaction& transaction) {
        auto const account = accounts::find_by_email(transaction, email);
        if (!account)
            return false;
        for (auto const* tenant : tenants.all())
            ClaimStore { transaction, TenantScope::assume(tenant->id) }.forget(account->id);
        sessions.end_all(transaction, account->id);
        accounts::remove(transaction, account->id, clock.now());
        return true;
    });
}

}
