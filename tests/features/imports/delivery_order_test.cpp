// A delivery that comes after a newer one is not taken, unless somebody insists.
#include "portal_with_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::tests;

namespace {

SampleDelivery made_on(std::optional<Date> created, std::string const& name)
{
    SampleDelivery delivery;
    delivery.made_on(created).full().customer("1", name);
    return delivery;
}

class DeliveryOrderTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(DeliveryOrderTest);
    CPPUNIT_TEST(an_older_delivery_after_a_newer_one_is_refused);
    CPPUNIT_TEST(two_of_the_same_day_are_taken_in_their_order);
    CPPUNIT_TEST(bytes_that_others_followed_are_refused);
    CPPUNIT_TEST(a_refused_newer_one_does_not_count);
    CPPUNIT_TEST(whoever_insists_gets_it_in);
    CPPUNIT_TEST_SUITE_END();

public:
    void an_older_delivery_after_a_newer_one_is_refused()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            CPPUNIT_ASSERT(portal.import(made_on(day(2018, 6, 2), "Ana")).state == imports::State::published);
            auto const before = portal.visible();
            for (bool const is_dry : { true, false }) {
                auto const refused = portal.import(made_on(day(2018, 6, 1), "Berta"), {}, { .dry_run = is_dry });
                CPPUNIT_ASSERT(refused.state == imports::State::failed);
                CPPUNIT_ASSERT_EQUAL(std::string { "delivery.older" }, refused.reason);
                CPPUNIT_ASSERT_EQUAL(std::string { "This delivery was made on 2018-06-01, and one of 2018-06-02 is published already."
                                                   " If it is to count all the same, give --force (by HTTP: ?force=1)." },
                    refused.message);
            }
            assert_same(before, portal.visible());
        });
    }
    void two_of_the_same_day_are_taken_in_their_order()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            CPPUNIT_ASSERT(portal.import(made_on(day(2018, 6, 2), "Ana")).state == imports::State::published);
            CPPUNIT_ASSERT(portal.import(made_on(day(2018, 6, 2), "Berta")).state == imports::State::published);
            CPPUNIT_ASSERT(portal.import(made_on(std::nullopt, "Cilka")).state == imports::State::published);
        });
    }
    void bytes_that_others_followed_are_refused()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(made_on(std::nullopt, "Ana"), "digest-a");
            portal.import(made_on(std::nullopt, "Berta"), "digest-b");
            CPPUNIT_ASSERT(portal.import(made_on(std::nullopt, "Berta"), "digest-b").state == imports::State::unchanged);
            auto const refused = portal.import(made_on(std::nullopt, "Ana"), "digest-a");
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.older" }, refused.reason);
            CPPUNIT_ASSERT(refused.message.starts_with("These bytes were published as delivery 1, and others after them."));
        });
    }
    void a_refused_newer_one_does_not_count()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(made_on(day(2018, 6, 1), "Ana"));
            auto wrong = made_on(day(2018, 6, 3), "Berta");
            CPPUNIT_ASSERT(portal.import(wrong.expects(1, 100)).state == imports::State::failed);
            CPPUNIT_ASSERT(portal.import(made_on(day(2018, 6, 2), "Cilka")).state == imports::State::published);
        });
    }
    void whoever_insists_gets_it_in()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(made_on(day(2018, 6, 2), "Ana"));
            CPPUNIT_ASSERT(portal.import(made_on(day(2018, 6, 1), "Berta"), {}, { .force = true }).state == imports::State::published);
            CPPUNIT_ASSERT(portal.import(made_on(day(2018, 6, 1), "Cilka")).reason == "delivery.older");
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DeliveryOrderTest);

}
