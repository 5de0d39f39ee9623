// For ./dev bench and the tests in faults/: an account that sees one billed customer of a tenant, signed in. Prints the session's token.
// Usage: portal-bench-session CONFIG TENANT CUSTOMER [KEY=VALUE]...
#include "app/platform.h"
#include "web/sessions.h"

#include <iostream>

int main(int count, char** arguments)
{
    using namespace portal;
    if (count < 4) {
        std::cerr << "usage: portal-bench-session CONFIG TENANT CUSTOMER [KEY=VALUE]...\n";
        return 2;
    }
    try {
        app::Platform platform { app::load_settings(arguments[1], { arguments + 4, arguments + count }) };
        auto const& tenant = *platform.tenants().find(arguments[2]);
        web::Sessions sessions { platform.database(), platform.clock() };
        auto const token = platform.database().transact([&](db::Transaction& transaction) {
            auto const account = AccountId::make();
            auto const now = instant_to_number(platform.clock().now());
            db::Bulk accounts { transaction, "accounts",
                { "id", "email", "email_key", "password_hash", "language", "state", "created_at", "confirmed_at", "password_changed_at" } };
            auto const email = account.text() + "@example.si";
            accounts.add(account, email, email, "", "sl", "active", now, now, now);
            accounts.flush();
            db::Bulk access { transaction, "access", { "tenant_id", "customer_number", "account_id", "holder", "since" } };
            access.add(tenant.id, arguments[3], account, std::nullopt, now);
            access.flush();
            return sessions.start(transaction, account, "bench", Secret {});
        });
        std::cout << token.reveal() << '\n';
    } catch (std::exception const& error) {
        std::cerr << "portal-bench-session: " << error.what() << '\n';
        return 3;
    }
}
