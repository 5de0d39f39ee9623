// What several pages of claims share: the fields that come from a bill, the choice of a utility, and the page that a claim
// ends on.
#pragma once

#include "features/claims/claim_routes.h"
#include "view/form.h"

#include <optional>
#include <string>

namespace portal::claims {

// The fields "reference" and "code" as a form sent them, judged by the utility's plugin. Throws plugins::PluginUnavailable.
struct TypedBill {
    std::optional<std::string> reference; // canonical; nullopt: wrong
    std::optional<Secret> code;
    std::string reference_error, code_error; // in the reader's words; "" when nothing is wrong

    bool is_well_formed() const { return reference && code; }
};
TypedBill read_bill(BillPaper const& paper, tenants::Tenant const& tenant, view::Texts const& texts, web::Parameters const& form);

// The drop-down of the utilities that take registrations, and what belongs to the one that is shown (nullptr: none is). One that is known
// to be away is named with its help contact instead of being asked about.
void put_utilities(view::Model& body, Services const& services, tenants::Tenant const* shown);
tenants::Tenant const* find_active(tenants::Registry const& tenants, std::string const& slug);
// The one to begin with: ?utility=, the host's, or the only one.
tenants::Tenant const* first_shown(web::Request const& request, tenants::Registry const& tenants);
// Whether a POST only picks another utility, to see the labels of its bills: the form comes back without being judged.
bool only_picks_utility(web::Parameters const& form, tenants::Tenant const& picked, std::initializer_list<std::string_view> other_fields);

// What a page for mending a claim shows beside the claim itself.
struct Mending {
    std::string code {}; // as typed, like the next two
    std::string total {};
    std::string letter {};
    std::string reference_error {}, code_error {}, total_error {}, letter_error {};
    std::string whole_error {}; // of the claim, not of one field
    std::int64_t tries_left = 0; // 0: not to be shown
    int status = 200;
};
// reference: as typed or printed.
web::Response show_claim(
    web::Request& request, Services const& services, tenants::Tenant const& tenant, Needs needs, std::string const& reference, Mending const& mending);

// Where somebody goes whose claim was judged: to "Vaša prijava je uspešna", or to the page where it can be mended.
web::Response after_judging(
    web::Request& request, Services const& services, tenants::Tenant const& tenant, std::string const& reference, Mending mending, Judged const& judged);

}
