// Who is billed and where: only what is published, only within the scope.
#include "support/databases.h"
#include "support/delivered_rows.h"
#include "support/small_portal.h"

#include "features/customers/customers_service.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using tests::DeliveredRows;
using tests::SmallPortal;

namespace {

customers::Customer find(SmallPortal& portal, CustomerScope const& scope)
{
    return portal.database.read([&](db::Session& session) { return customers::find(session, scope); });
}

class CustomersTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(CustomersTest);
    CPPUNIT_TEST(a_customer_has_its_supply_points);
    CPPUNIT_TEST(rows_of_other_deliveries_are_not_seen);
    CPPUNIT_TEST(a_page_stays_with_the_delivery_that_was_published_when_it_began);
    CPPUNIT_TEST(the_same_number_of_another_utility_is_somebody_else);
    CPPUNIT_TEST(a_customer_that_is_not_delivered_any_more_keeps_its_number);
    CPPUNIT_TEST(the_address_shown_is_where_the_customer_is_supplied_when_that_is_one_place);
    CPPUNIT_TEST(a_public_id_tells_nothing_and_is_found_only_among_the_own_scopes);
    CPPUNIT_TEST(choices_that_read_the_same_are_told_apart_by_their_numbers);
    CPPUNIT_TEST(an_address_line_leaves_out_what_is_missing);
    CPPUNIT_TEST_SUITE_END();

public:
    void a_customer_has_its_supply_points()
    {
        tests::on_each_database([](db::Database& database) {
            SmallPortal portal { database };
            DeliveredRows rows { database, portal.water().id };
            rows.customer("107", "Marija Kranjc");
            rows.supply_point("OM-2", "107", "Notranjska 4");
            rows.supply_point("OM-1", "107", "Notranjska 2");
            rows.supply_point("OM-3", "208", "Drugje 1");
            auto const customer = find(portal, portal.scope(portal.water(), "107"));
            CPPUNIT_ASSERT_EQUAL(std::string { "Marija Kranjc" }, customer.name);
            CPPUNIT_ASSERT_EQUAL(std::string { "Tržaška cesta 27, 1370 Logatec" }, customer.address.line());
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, customer.supply_points.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "OM-1" }, customer.supply_points[0].number);
            CPPUNIT_ASSERT_EQUAL(std::string { "water" }, std::string { customer.service() });
        });
    }

    void rows_of_other_deliveries_are_not_seen()
    {
        tests::on_each_database([](db::Database& database) {
            SmallPortal portal { database };
            DeliveredRows rows { database, portal.water().id };
            rows.publish(2);
            rows.customer("107", "Stara", { 1, 2 });
            rows.customer("107", "Zdajšnja", { 2, {} });
            rows.customer("107", "Neobjavljena", { 3, {} });
            rows.supply_point("OM-1", "107", "Stara 1", "water", { 1, 2 });
            rows.supply_point("OM-2", "107", "Zdajšnja 1", "water", { 2, 3 });
            rows.supply_point("OM-3", "107", "Neobjavljena 1", "water", { 3, {} });
            auto const customer = find(portal, portal.scope(portal.water(), "107"));
            CPPUNIT_ASSERT_EQUAL(std::string { "Zdajšnja" }, customer.name);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, customer.supply_points.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "OM-2" }, customer.supply_points[0].number);
        });
    }

    void a_page_stays_with_the_delivery_that_was_published_when_it_began()
    {
        tests::on_each_database([](db::Database& database) {
            SmallPortal portal { database };
            DeliveredRows rows { database, portal.water().id };
            rows.customer("107", "Before", { 1, 2 });
            rows.customer("107", "After", { 2, {} });
            auto const scope = portal.scope(portal.water(), "107");
            rows.publish(2);
            CPPUNIT_ASSERT_EQUAL(std::string { "Before" }, find(portal, scope).name);
            CPPUNIT_ASSERT_EQUAL(std::string { "After" }, find(portal, portal.scope(portal.water(), "107")).name);
        });
    }

    void the_same_number_of_another_utility_is_somebody_else()
    {
        tests::on_each_database([](db::Database& database) {
            SmallPortal portal { database };
            DeliveredRows { database, portal.water().id }.customer("107", "Marija");
            DeliveredRows { database, portal.heat().id }.customer("107", "Janez");
            CPPUNIT_ASSERT_EQUAL(std::string { "Marija" }, find(portal, portal.scope(portal.water(), "107")).name);
            CPPUNIT_ASSERT_EQUAL(std::string { "Janez" }, find(portal, portal.scope(portal.heat(), "107")).name);
        });
    }

    void a_customer_that_is_not_delivered_any_more_keeps_its_number()
    {
        tests::on_each_database([](db::Database& database) {
            SmallPortal portal { database };
            DeliveredRows rows { database, portal.water().id };
            rows.publish(2);
            rows.customer("107", "Marija", { 1, 2 });
            auto const customer = find(portal, portal.scope(portal.water(), "107"));
            CPPUNIT_ASSERT_EQUAL(std::string {}, customer.name);
            CPPUNIT_ASSERT_EQUAL(std::string { "107" }, customer.number);
        });
    }

    void the_address_shown_is_where_the_customer_is_supplied_when_that_is_one_place()
    {
        customers::Customer customer { TenantId { 1 }, "107", "Marija", { "Domača 1", "1000", "Ljubljana" }, {} };
        CPPUNIT_ASSERT_EQUAL(std::string { "Domača 1" }, customer.shown_address().street);
        customer.supply_points.push_back({ "1", "water", { "Dacarska 2", "1370", "Logatec" }, {} });
        CPPUNIT_ASSERT_EQUAL(std::string { "Dacarska 2" }, customer.shown_address().street);
        customer.supply_points.push_back({ "2", "waste", { "Drugje 3", "1370", "Logatec" }, {} });
        CPPUNIT_ASSERT_EQUAL(std::string { "Domača 1" }, customer.shown_address().street);
        CPPUNIT_ASSERT_EQUAL(std::string {}, std::string { customer.service() });
    }

    void a_public_id_tells_nothing_and_is_found_only_among_the_own_scopes()
    {
        auto const own = CustomerScope::assume(AccountId { 1 }, TenantId { 1 }, "107", 1);
        auto const foreign = CustomerScope::assume(AccountId { 2 }, TenantId { 1 }, "208", 1);
        auto const other_utility = CustomerScope::assume(AccountId { 1 }, TenantId { 2 }, "107", 1);
        std::vector<CustomerScope> const scopes { own, other_utility };
        auto const id = customers::public_id(own);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 13 }, id.size());
        CPPUNIT_ASSERT(id.find("107") == std::string::npos);
        CPPUNIT_ASSERT(customers::find_scope(scopes, id) == &scopes[0]);
        CPPUNIT_ASSERT(customers::find_scope(scopes, customers::public_id(other_utility)) == &scopes[1]);
        CPPUNIT_ASSERT(!customers::find_scope(scopes, customers::public_id(foreign)));
        CPPUNIT_ASSERT(!customers::find_scope(scopes, "107"));
        CPPUNIT_ASSERT(!customers::find_scope(scopes, ""));
    }

    void choices_that_read_the_same_are_told_apart_by_their_numbers()
    {
        tests::on_each_database([](db::Database& database) {
            SmallPortal portal { database };
            std::vector<CustomerScope> const scopes { portal.scope(portal.water(), "107"), portal.scope(portal.water(), "208"),
                portal.scope(portal.heat(), "9") };
            std::vector<customers::Customer> found;
            for (auto const& scope : scopes)
                found.push_back({ scope.tenant(), scope.customer_number(), "Marija", { "Ista 1", "1370", "Logatec" }, {} });
            auto const choices = customers::choices(scopes, found, portal.tenants);
            CPPUNIT_ASSERT_EQUAL(std::string { "Vodovod Dol, Ista 1 (107)" }, choices[0].second);
            CPPUNIT_ASSERT_EQUAL(std::string { "Vodovod Dol, Ista 1 (208)" }, choices[1].second);
            CPPUNIT_ASSERT_EQUAL(std::string { "Toplarna Zgled, Ista 1" }, choices[2].second);
            CPPUNIT_ASSERT(!customers::shared_tenant(scopes, portal.tenants));
            CPPUNIT_ASSERT(customers::shared_tenant({ scopes[0], scopes[1] }, portal.tenants) == &portal.water());
            CPPUNIT_ASSERT(!customers::shared_tenant({}, portal.tenants));
        });
    }

    void an_address_line_leaves_out_what_is_missing()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "Trg 1, 1370 Logatec" }, (customers::PostalAddress { "Trg 1", "1370", "Logatec" }.line()));
        CPPUNIT_ASSERT_EQUAL(std::string { "Trg 1, Logatec" }, (customers::PostalAddress { "Trg 1", "", "Logatec" }.line()));
        CPPUNIT_ASSERT_EQUAL(std::string { "1370 Logatec" }, (customers::PostalAddress { "", "1370", "Logatec" }.line()));
        CPPUNIT_ASSERT_EQUAL(std::string {}, customers::PostalAddress {}.line());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CustomersTest);

}
