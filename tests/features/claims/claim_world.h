// A small portal with bills, registration and claims.
#pragma once

#include "features/accounts/accounts_service.h"
#include "features/claims/claim_routes.h"
#include "support/databases.h"
#include "support/small_portal.h"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace portal::tests {

// The water utility's references are "R1805-107": bill of the month, customer; its codes four digits. The heat utility's are
// payer numbers, "P107", with a bill's number for a code.
class FakePaper final : public claims::BillPaper {
public:
    bool is_away(tenants::Tenant const& tenant) const override;
    Result<std::string, plugins::Rejection> reference(tenants::Tenant const& tenant, std::string_view typed) const override;
    std::string printed(tenants::Tenant const& tenant, std::string const& reference) const override;
    std::string customer_number(tenants::Tenant const& tenant, std::string const& reference) const override;
    Result<Secret, plugins::Rejection> code(tenants::Tenant const& tenant, Secret const& typed) const override;
    bool code_is_document_number(tenants::Tenant const& tenant) const override;

    bool is_broken = false; // every call throws
    bool is_in_quarantine = false; // and everybody knows
    bool names_customers = true; // false: a reference does not say whose it is
};

class ClaimWorld;
// The body on SQLite, then on MariaDB.
void in_each_world(std::function<void(ClaimWorld&)> const& body);

std::string header(web::Response const& response, std::string_view name); // "" when it is not set
bool shows(web::Response const& response, std::string_view text);

class ClaimWorld : public SmallPortal {
public:
    explicit ClaimWorld(db::Database& database);

    struct NewBill {
        std::string customer, number, reference, code; // without a code: a reminder
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

    bool sees(std::string const& email, tenants::Tenant const& tenant, std::string const& customer) const;
    // Rows of claim_tries by outcome.
    std::int64_t tries(std::string_view outcome) const;

    // What the leaflet's form holds; a field that is named replaces its value.
    Browser::Fields form(Browser::Fields const& others = {}) const;
    // What follows `path` in the newest mail.
    std::string token_in_mail(std::string_view path) const;

    FakePaper paper;
    crypto::PasswordHasher hasher;
    claims::Mails claim_mails;
    std::atomic<int> mail_wakes = 0;
    claims::ClaimService claims;
    claims::RegistrationService registration;
    claims::HandoverService handover;
    claims::Services services;
};

}
