// The demo deliveries of the tenants that a plugin's settings describe, through the real importer: what they hold is what their generators say.
#include "portal_with_tenant.h"

#include "plugins/targets.h"
#include "tenants/plugin_target.h"
#include "tenants/tenant_file.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <fstream>
#include <regex>

using namespace portal;
using namespace portal::tests;
using imports::Kind;
using imports::State;

namespace {

// "delivery.zip: 40 customers, 960 bills, 81316,16 EUR billed, 2370,36 EUR owed"
struct Statement {
    std::int64_t customers, bills, billed, owed;
};

class DemoTenantsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(DemoTenantsTest);
    CPPUNIT_TEST(district_heating_goes_in_as_its_generator_says);
    CPPUNIT_TEST(electricity_goes_in_as_its_generator_says);
    CPPUNIT_TEST(waste_collection_goes_in_as_its_generator_says);
    CPPUNIT_TEST_SUITE_END();

    static constexpr db::Sql sums { "test.sums",
        "select (select sum(total) from invoices where tenant_id = ?), (select sum(amount) from transactions where tenant_id = ?), "
        "(select count(*) from bill_proofs where tenant_id = ? and code_hash <> '')" };

    SystemClock m_clock;
    TemporaryFolder m_folder;
    plugins::Plugins m_plugins { plugins::test::options(), m_clock };

    Statement generate(std::string const& tenant)
    {
        auto const log = m_folder / "statement";
        CPPUNIT_ASSERT_EQUAL(0,
            std::system(
                (plugins::test::built("bin/portal-demo-" + tenant) + " --customers 30 --months 7 --out " + (m_folder / "delivery.zip") + " > " + log).c_str()));
        std::string said;
        std::ifstream file { log };
        std::getline(file, said);
        std::smatch found;
        CPPUNIT_ASSERT_MESSAGE(
            said, std::regex_search(said, found, std::regex { R"((\d+) customers, (\d+) bills, (\d+),(\d\d) EUR billed, (\d+),(\d\d) EUR owed)" }));
        return { std::stoll(found[1]), std::stoll(found[2]), std::stoll(found[3].str() + found[4].str()), std::stoll(found[5].str() + found[6].str()) };
    }
    // The kinds that depend on the service are for the caller to look at.
    imports::ImportReport import(std::string const& slug)
    {
        imports::ImportReport report;
        auto const statement = generate(slug);
        auto const tenant = tenants::read_tenant(std::string { std::getenv("PORTAL_SOURCE") } + "/tenants/" + slug);
        CPPUNIT_ASSERT_MESSAGE(joined(tenant.problems), tenant.problems.empty());
        on_both([&](db::Database& database) {
            PortalWithTenant portal { database };
            auto target = tenants::plugin_target(tenant.tenant, day(2018, 6, 2));
            target.tenant = portal.target().tenant;
            imports::ImportService service { portal.database(), m_plugins, portal.keys(), m_clock };
            report = service.run(target, { m_folder / "delivery.zip" });
            CPPUNIT_ASSERT_MESSAGE(report.message, report.state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, report.problem_count);
            CPPUNIT_ASSERT_EQUAL(statement.customers, report.of(Kind::customer).added);
            CPPUNIT_ASSERT_EQUAL(statement.bills, report.of(Kind::invoice).added);
            auto const row = database.read([&](db::Session& session) { return *session.one(sums, target.tenant, target.tenant, target.tenant); });
            CPPUNIT_ASSERT_EQUAL(statement.billed, row.integer(0));
            CPPUNIT_ASSERT_EQUAL(statement.owed, row.integer(1));
            CPPUNIT_ASSERT_EQUAL_MESSAGE("each bill can be proved by its code", statement.bills, row.integer(2));
        });
        return report;
    }

public:
    void district_heating_goes_in_as_its_generator_says()
    {
        auto const report = import("toplarna");
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 30 }, report.of(Kind::meter_register).added);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 210 * 3 }, report.of(Kind::invoice_line).added);
    }
    void electricity_goes_in_as_its_generator_says()
    {
        auto const report = import("elektro");
        // Every fourth household has one tariff.
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 30 }, report.of(Kind::meter).added);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 23 * 2 + 7 }, report.of(Kind::meter_register).added);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { (23 * 2 + 7) * 7 }, report.of(Kind::reading).added);
    }
    void waste_collection_goes_in_as_its_generator_says()
    {
        auto const report = import("cistoca");
        CPPUNIT_ASSERT(report.is_full);
        // Every ninth user has two bins.
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 33 }, report.of(Kind::supply_point).added);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, report.of(Kind::meter).added);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 210 * 2 }, report.of(Kind::invoice_line).added);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DemoTenantsTest);

}
