// Two utilities with bills, a portal in their words, and a clock that stands still: what the tests of claims start from.
#pragma once

#include "features/accounts/accounts_service.h"
#include "features/claims/claim_service.h"
#include "support/databases.h"
#include "tenants/registry.h"
#include "web/site.h"

#include <string>
#include <vector>

namespace portal::tests {

// References are "R1805-107": bill of the month, customer; codes four digits. The heat utility's are payer numbers, "P107",
// with a bill's number for a code; the gas utility's references ("G...") name no customer.
class FakePaper final : public claims::BillPaper {
public:
    Result<std::string, plugins::Rejection> reference(tenants::Tenant const& tenant, std::string_view typed) const override;
    std::string printed(tenants::Tenant const& tenant, std::string const& reference) const override;
    std::string customer_number(tenants::Tenant const& tenant, std::string const& reference) const override;
    Result<Secret, plugins::Rejection> code(tenants::Tenant const& tenant, Secret const& typed) const override;
    bool code_is_document_number(tenants::Tenant const& tenant) const override;

    bool is_away = false; // every call throws
};

struct SentMail {
    std::string kind, to, subject, text;
    TenantId tenant;
    // What follows `path` in the text, up to the end of the line: "/confirm/" gives the token.
    std::string after(std::string_view path) const;
};

class ClaimWorld {
public:
    explicit ClaimWorld(db::Database& database);

    tenants::Tenant const& tenant(std::string_view slug) const { return *tenants.find(slug); }
    tenants::Tenant const& water() const { return tenant("water"); }
    tenants::Tenant const& heat() const { return tenant("heat"); }
    tenants::Tenant const& gas() const { return tenant("gas"); }

    struct NewBill {
        std::string customer, number, reference, code;
        std::int64_t total = 1234;
        int month = 5; // of 2018; issued on its last day
    };
    void deliver(tenants::Tenant const& tenant, NewBill const& bill); // published at once
    void deliver_customer(tenants::Tenant const& tenant, std::string const& number, std::string const& email = {});
    // The water utility's customer with the bill R1805-<customer>, code 6473, and R1804-<customer>, code 1111.
    void deliver_usual(std::string const& customer);

    AccountId account(std::string const& email);
    claims::Claimant claimant(std::string const& email, std::string block = "192.0.2.0/24");
    claims::Judged claim(std::string const& email, std::string const& reference, std::string const& code, std::optional<std::int64_t> total = std::nullopt);

    std::vector<SentMail> mails() const; // oldest first
    bool sees(std::string const& email, tenants::Tenant const& tenant, std::string const& customer) const;
    // Rows of claim_tries by outcome.
    std::int64_t tries(std::string_view outcome) const;
    std::int64_t count(std::string_view statement) const; // "select count(*) ..."

    db::Database& database;
    ManualClock clock;
    crypto::KeyRing keys;
    tenants::Registry tenants;
    web::Site const& site;
    outbox::Outbox outbox;
    FakePaper paper;
    claims::Mails claim_mails;
    int mail_wakes = 0;
    claims::ClaimService claims;
};

}
