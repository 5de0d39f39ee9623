// A customer's readings as files: tables, and Green Button, whose structure is held against the published samples.
#include "features/customers/customers.h"
#include "features/meters/green_button.h"
#include "features/meters/meter_pages.h"
#include "features/meters/meter_view.h"
#include "support/databases.h"
#include "support/delivered_rows.h"
#include "support/small_portal.h"
#include "support/text_assertions.h"

#include <Poco/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/NodeList.h>

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

using namespace portal;
using namespace portal::meters;
using tests::assert_holds;
using tests::assert_lacks;

namespace {

Date day(int number) { return *date_from_number(number); }

Meter a_meter(std::string const& medium, std::string const& unit, std::vector<PastReading> history)
{
    Register one { "1", unit, 5, 0, std::move(history), std::nullopt };
    return { MeterId { 7 }, TenantId { 1 }, "107", "V<1>", "OM-1", medium, "Pot 1", "1370", "Logatec", { std::move(one) } };
}

std::string feed(Meter const& meter, std::string const& zone = "Europe/Ljubljana")
{
    return green_button("Odčitki", { { meter, TimeZone { zone } } }, Instant { std::chrono::sys_days { day(20180602) } });
}

std::vector<PastReading> three_months()
{
    return { { day(20180501), Quantity { 24 }, "utility" }, { day(20180401), Quantity { 12 }, "estimate" }, { day(20180301), Quantity { 5 }, "utility" } };
}

// What stands in which element, for all elements of the standard: "ReadingType" -> {"uom", ...}; and the order of the siblings.
using Structure = std::map<std::string, std::vector<std::string>>;

void collect(Poco::XML::Node const* node, Structure& structure)
{
    auto& children = structure[node->localName()];
    for (auto const* child = node->firstChild(); child; child = child->nextSibling()) {
        if (child->nodeType() != Poco::XML::Node::ELEMENT_NODE)
            continue;
        if (std::find(children.begin(), children.end(), child->localName()) == children.end())
            children.push_back(child->localName());
        collect(child, structure);
    }
}

Structure structure_of(std::string const& xml)
{
    Poco::XML::DOMParser parser;
    Poco::AutoPtr<Poco::XML::Document> const document = parser.parseString(xml);
    CPPUNIT_ASSERT_EQUAL(std::string { "http://www.w3.org/2005/Atom" }, document->documentElement()->namespaceURI());
    Structure structure;
    collect(document->documentElement(), structure);
    return structure;
}

class OwnReadingsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(OwnReadingsTest);
    CPPUNIT_TEST(the_files_hold_all_readings_of_the_customer);
    CPPUNIT_TEST(a_foreign_meter_has_no_file);
    CPPUNIT_TEST(the_feed_tells_the_use_between_readings);
    CPPUNIT_TEST(units_have_their_codes);
    CPPUNIT_TEST(summer_time_is_told_as_a_rule);
    CPPUNIT_TEST(a_dial_that_passed_its_end_and_one_that_was_replaced);
    CPPUNIT_TEST(the_feed_has_the_structure_of_the_published_samples);
    CPPUNIT_TEST_SUITE_END();

public:
    void the_files_hold_all_readings_of_the_customer()
    {
        tests::on_each_database([](db::Database& database) {
            tests::SmallPortal portal { database };
            MeterService const service { database, portal.tenants, portal.calendar, portal.clock };
            add_routes(portal.router, { service, portal.site, portal.tenants, portal.outbox, [] {}, portal.clock });
            auto const account = portal.add_account("ana@primer.si");
            portal.give_access(account, portal.water(), "107");
            tests::DeliveredRows rows { database, portal.water().id };
            rows.customer("107", "Marija Kranjc");
            rows.supply_point("OM-1", "107", "Notranjska 2");
            rows.meter("V-1", "OM-1", 5);
            for (int year = 1998; year <= 2018; ++year)
                rows.reading("V-1", year * 10000 + 528, (year - 1997) * 100);
            tests::Browser browser { portal };
            browser.come_with_session(portal.start_session(account));
            auto const meter = service.list(portal.scope(portal.water(), "107")).front();
            for (auto const& path : { std::string { "/readings" }, form_path(meter) }) {
                assert_holds(std::string { browser.get(path + ".csv?lang=sl").body() },
                    { ";107;V-1;OM-1;Vodomer;1;2018-05-28;2100;m³;100;", ";2018-05-28;", ";1998-05-28;100;m³;;" });
                assert_holds(std::string { browser.get(path + ".json").body() },
                    { "\"read_on\": \"1998-05-28\", \"value\": 100, \"unit\": \"m³\", \"used\": null, \"source\": \"utility\"" });
                auto const xml = browser.get(path + ".xml");
                CPPUNIT_ASSERT_EQUAL(std::string { "application/atom+xml; charset=utf-8" }, std::string { xml.content_type() });
                assert_holds(std::string { xml.body() }, { "<uom>42</uom>", "<value>100</value>" });
            }
            assert_holds(std::string { browser.get(meter_path(meter)).body() }, { "href=\"" + form_path(meter) + ".xml\"" });
        });
    }
    void a_foreign_meter_has_no_file()
    {
        tests::on_each_database([](db::Database& database) {
            tests::SmallPortal portal { database };
            MeterService const service { database, portal.tenants, portal.calendar, portal.clock };
            add_routes(portal.router, { service, portal.site, portal.tenants, portal.outbox, [] {}, portal.clock });
            auto const account = portal.add_account("ana@primer.si");
            portal.give_access(account, portal.water(), "107");
            tests::DeliveredRows rows { database, portal.water().id };
            for (auto const* const customer : { "107", "208" }) {
                rows.customer(customer, "Oseba");
                rows.supply_point("OM-" + std::string { customer }, customer, "Pot 1");
                rows.meter("V-" + std::string { customer }, "OM-" + std::string { customer }, 5);
                rows.reading("V-" + std::string { customer }, 20180528, 100);
            }
            tests::Browser browser { portal };
            browser.come_with_session(portal.start_session(account));
            auto const foreign = service.list(portal.scope(portal.water(), "208")).front();
            for (auto const* const ending : { ".csv", ".json", ".xml" }) {
                CPPUNIT_ASSERT_EQUAL(404, browser.get(form_path(foreign) + ending).status());
                CPPUNIT_ASSERT_EQUAL(
                    404, browser.get("/readings" + std::string { ending } + "?customer=" + customers::public_id(portal.water().id, "208")).status());
                assert_lacks(std::string { browser.get("/readings" + std::string { ending }).body() }, { "V-208" });
            }
        });
    }
    void the_feed_tells_the_use_between_readings()
    {
        auto const xml = feed(a_meter("water", "m3", three_months()));
        // 1 March 2018 in Ljubljana begins at 23:00 UTC of the day before; the clocks go forward in March, so it has an hour less.
        assert_holds(xml,
            { "<IntervalReading><ReadingQuality><quality>8</quality></ReadingQuality><timePeriod><duration>2674800</duration><start>1519858800</start></"
              "timePeriod><value>7</value></IntervalReading>",
                "<IntervalReading><timePeriod><duration>2592000</duration><start>1522533600</start></timePeriod><value>12</value></IntervalReading>",
                "<interval><duration>5266800</duration><start>1519858800</start></interval>", "<title>V&lt;1&gt;</title>" });
        CPPUNIT_ASSERT_EQUAL(xml, feed(a_meter("water", "m3", three_months())));
    }
    void units_have_their_codes()
    {
        auto const holds = [](std::string const& medium, std::string const& unit, std::vector<std::string> const& texts) {
            assert_holds(feed(a_meter(medium, unit, three_months())), texts);
        };
        holds("water", "m3", { "<kind>2</kind>", "<commodity>9</commodity>", "<powerOfTenMultiplier>0</powerOfTenMultiplier>", "<uom>42</uom>" });
        holds("electricity", "kWh", { "<kind>0</kind>", "<commodity>1</commodity>", "<powerOfTenMultiplier>3</powerOfTenMultiplier>", "<uom>72</uom>" });
        holds("heat", "MWh", { "<kind>5</kind>", "<commodity>12</commodity>", "<powerOfTenMultiplier>6</powerOfTenMultiplier>", "<uom>72</uom>" });
        holds("heat", "GJ", { "<powerOfTenMultiplier>9</powerOfTenMultiplier>", "<uom>31</uom>" });
        holds("gas", "m³", { "<kind>1</kind>", "<commodity>7</commodity>", "<uom>42</uom>" });
        // Digits behind the decimal sign make the unit smaller: 12.345 MWh are 12345 kWh.
        auto const fine = feed(a_meter("heat", "MWh", { { day(20180501), Quantity { 12345, 3 }, "utility" }, { day(20180401), Quantity { 0 }, "utility" } }));
        assert_holds(fine, { "<powerOfTenMultiplier>3</powerOfTenMultiplier>", "<value>12345</value>" });
    }
    void summer_time_is_told_as_a_rule()
    {
        // Last Sunday of March at 2, last Sunday of October at 3; the samples' own zone: second Sunday of March, first of November, at 2.
        assert_holds(feed(a_meter("water", "m3", {})),
            { "<dstEndRule>AE0E3000</dstEndRule><dstOffset>3600</dstOffset><dstStartRule>3E0E2000</dstStartRule><tzOffset>3600</tzOffset>" });
        assert_holds(feed(a_meter("water", "m3", {}), "America/New_York"),
            { "<dstEndRule>B40E2000</dstEndRule><dstOffset>3600</dstOffset><dstStartRule>360E2000</dstStartRule><tzOffset>-18000</tzOffset>" });
        assert_holds(feed(a_meter("water", "m3", {}), "Africa/Nairobi"),
            { "<dstEndRule>FFFFFFFF</dstEndRule><dstOffset>0</dstOffset><dstStartRule>FFFFFFFF</dstStartRule><tzOffset>10800</tzOffset>" });
    }
    void a_dial_that_passed_its_end_and_one_that_was_replaced()
    {
        auto const passed = feed(a_meter("water", "m3", { { day(20180501), Quantity { 3 }, "utility" }, { day(20180401), Quantity { 99'998 }, "utility" } }));
        assert_holds(passed, { "<value>5</value>" });
        auto const replaced = feed(a_meter("water", "m3", { { day(20180501), Quantity { 3 }, "utility" }, { day(20180401), Quantity { 50'000 }, "utility" } }));
        assert_lacks(replaced, { "<value>", "IntervalBlock xmlns" });
    }
    void the_feed_has_the_structure_of_the_published_samples()
    {
        auto const* const given = std::getenv("PORTAL_SAMPLES");
        auto const folder
            = (given ? std::filesystem::path { given } : std::filesystem::path { std::getenv("PORTAL_SOURCE") } / "../shared/data") / "samples/green-button";
        if (!std::filesystem::is_directory(folder)) {
            std::cout << " [skipped: no samples in " << folder << "; PORTAL_SAMPLES names their folder]";
            return;
        }
        auto const ours = structure_of(feed(a_meter("water", "m3", three_months())));
        // What things cost is not known here; phases are for electricity; both stand in the schema as optional.
        std::set<std::string> const left_out { "cost", "currency", "phase", "ElectricPowerUsageSummary" };
        std::set<std::string> const added { "ReadingQuality" };
        for (auto const* const name : { "Water.xml", "Electric.xml" }) {
            std::ifstream file { folder / name };
            auto const sample = structure_of({ std::istreambuf_iterator<char> { file }, {} });
            for (auto const* const element : { "feed", "entry", "content", "UsagePoint", "ServiceCategory", "LocalTimeParameters", "MeterReading",
                     "ReadingType", "IntervalBlock", "interval", "IntervalReading", "timePeriod" }) {
                auto expected = sample.at(element);
                std::erase_if(expected, [&](std::string const& child) { return left_out.contains(child); });
                CPPUNIT_ASSERT_MESSAGE(std::string { element } + " is missing", ours.contains(element));
                auto found = ours.at(element);
                std::erase_if(found, [&](std::string const& child) { return added.contains(child); });
                if (std::string_view { element } == "content") { // in whatever order its entries come
                    std::sort(expected.begin(), expected.end());
                    std::sort(found.begin(), found.end());
                }
                CPPUNIT_ASSERT_MESSAGE(std::string { name } + ": other elements in " + element, expected == found);
            }
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OwnReadingsTest);

}
