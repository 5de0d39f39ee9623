// The file that a bill came as: kept as it came, once, as long as somebody may see it.
#include "features/invoices/invoices_service.h"
#include "portal_with_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

#include <random>

using namespace portal;
using namespace portal::tests;
using imports::Counts;
using imports::Kind;
using imports::State;

namespace {

// What no compression makes smaller, so that it goes over several batches.
std::string noise(std::size_t size, unsigned seed = 4)
{
    std::mt19937_64 random { seed };
    std::string bytes(size, '\0');
    for (auto& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

constexpr std::size_t s_several_batches = 5 << 20;
std::string const s_first = "<Racun>prvi</Racun>", s_second = "<Racun>drugi</Racun>";

SampleDelivery two_bills()
{
    return SampleDelivery {}.customer("1001").customer("1002").bill("B1", "1001").line("B1", "1", 3'114).bill("B2", "1002", 5, 1'000, "0007", 95);
}

class DocumentsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(DocumentsTest);
    CPPUNIT_TEST(what_came_is_what_the_customer_gets);
    CPPUNIT_TEST(a_document_of_several_batches_is_kept_byte_for_byte);
    CPPUNIT_TEST(a_repeated_document_stores_nothing);
    CPPUNIT_TEST(the_same_bytes_are_kept_once_however_many_bills_they_are_of);
    CPPUNIT_TEST(a_corrected_bill_has_its_own_document);
    CPPUNIT_TEST(a_corrected_bill_without_a_document_has_none);
    CPPUNIT_TEST(a_document_stays_when_its_bill_does_not_change);
    CPPUNIT_TEST(a_full_delivery_removes_what_it_does_not_name);
    CPPUNIT_TEST(taken_back_it_is_the_one_before);
    CPPUNIT_TEST(cleaning_takes_the_bytes_that_nobody_needs);
    CPPUNIT_TEST(a_document_goes_with_a_bill_that_is_skipped);
    CPPUNIT_TEST(a_skipped_correction_leaves_the_document_that_was);
    CPPUNIT_TEST(a_second_document_of_a_bill_is_a_problem);
    CPPUNIT_TEST(what_is_too_large_or_of_another_kind_is_told);
    CPPUNIT_TEST(a_dry_run_counts_and_leaves_nothing);
    CPPUNIT_TEST(one_that_breaks_off_is_no_delivery);
    CPPUNIT_TEST(a_death_in_the_middle_of_a_document_leaves_nothing);
    CPPUNIT_TEST(an_audit_finds_bytes_that_are_gone);
    CPPUNIT_TEST_SUITE_END();

    static std::optional<invoices::OriginalFile> original(PortalWithTenant& portal, std::string const& customer, std::string const& bill)
    {
        auto const scope = CustomerScope::assume(AccountId { 1 }, portal.scope().tenant(), customer, portal.published());
        return portal.database().read([&](db::Session& session) {
            for (auto const& invoice : invoices::list(session, { { scope }, {}, {} }).invoices)
                if (invoice.number == bill)
                    return invoices::find_original(session, { scope }, invoice.id);
            return std::optional<invoices::OriginalFile> {};
        });
    }
    static std::string bytes(PortalWithTenant& portal, std::string const& bill = "B1", std::string const& customer = "1001")
    {
        auto const file = original(portal, customer, bill);
        return file ? file->bytes : "none";
    }
    // Nothing half, nothing lost, nothing kept that nobody needs.
    static void assert_sound(PortalWithTenant& portal)
    {
        assert_same({}, portal.left_behind());
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.audit().count);
    }
    static void import_well(PortalWithTenant& portal, SampleDelivery const& delivery)
    {
        auto const report = portal.import(delivery);
        CPPUNIT_ASSERT_MESSAGE(report.message, report.state == State::published && report.problem_count == 0);
        assert_sound(portal);
    }

public:
    void what_came_is_what_the_customer_gets()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", s_first, "maj/Račun 81.xml").document("B2", "%PDF-1.7", "r.pdf", "application/pdf"));
            auto const file = original(portal, "1001", "B1");
            CPPUNIT_ASSERT_EQUAL(s_first, file->bytes);
            CPPUNIT_ASSERT_EQUAL(std::string { "Račun 81.xml" }, file->original.file_name);
            CPPUNIT_ASSERT_EQUAL(std::string { "application/xml" }, file->original.media_type);
            CPPUNIT_ASSERT_EQUAL(std::string { "application/pdf" }, original(portal, "1002", "B2")->original.media_type);
            CPPUNIT_ASSERT_EQUAL(std::string { "none" }, bytes(portal, "B1", "1002"));
        });
    }
    void a_document_of_several_batches_is_kept_byte_for_byte()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const large = noise(s_several_batches), other = noise(s_several_batches, 5);
            import_well(portal, two_bills().document("B1", large).document("B2", other));
            CPPUNIT_ASSERT(bytes(portal) == large);
            CPPUNIT_ASSERT(bytes(portal, "B2", "1002") == other);
            // Named again, and under another name: the bytes are there already.
            auto const chunks = portal.count("document_chunks");
            import_well(portal, SampleDelivery {}.document("B1", large, "drugo.xml").document("B2", other));
            CPPUNIT_ASSERT_EQUAL(chunks, portal.count("document_chunks"));
            CPPUNIT_ASSERT(bytes(portal) == large);
        });
    }
    void a_repeated_document_stores_nothing()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", s_first));
            CPPUNIT_ASSERT(portal.import(two_bills().document("B1", s_first)).state == State::unchanged);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.count("documents"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.count("document_chunks"));
            assert_sound(portal);
        });
    }
    void the_same_bytes_are_kept_once_however_many_bills_they_are_of()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", s_first).document("B2", s_first));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, portal.count("documents"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.count("document_chunks"));
            // One of them gets another one; the bytes stay for the other.
            import_well(portal, SampleDelivery {}.document("B1", s_second));
            import_well(portal, SampleDelivery {}.customer("9"));
            import_well(portal, SampleDelivery {}.customer("10"));
            CPPUNIT_ASSERT_EQUAL(s_first, bytes(portal, "B2", "1002"));
            CPPUNIT_ASSERT_EQUAL(s_second, bytes(portal));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, portal.count("document_chunks"));
        });
    }
    void a_corrected_bill_has_its_own_document()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", s_first));
            import_well(portal, SampleDelivery {}.bill("B1", "1001", 5, 2'000).line("B1", "1", 2'000).document("B1", s_second));
            CPPUNIT_ASSERT_EQUAL(s_second, bytes(portal));
        });
    }
    void a_corrected_bill_without_a_document_has_none()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", s_first).document("B2", s_second));
            auto const report = portal.import(SampleDelivery {}.bill("B1", "1001", 5, 2'000).line("B1", "1", 2'000));
            CPPUNIT_ASSERT((report.of(Kind::document) == Counts { 0, 0, 1, 0 }));
            CPPUNIT_ASSERT_EQUAL(std::string { "none" }, bytes(portal));
            CPPUNIT_ASSERT_EQUAL(s_second, bytes(portal, "B2", "1002"));
            assert_sound(portal);
        });
    }
    void a_document_stays_when_its_bill_does_not_change()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", s_first).document("B2", s_second));
            // The one is named as it is, and the other's bill is new while its document is named again.
            import_well(portal, SampleDelivery {}.bill("B1", "1001").bill("B2", "1002", 5, 1'000, "1111", 95).document("B2", s_second).customer("9"));
            CPPUNIT_ASSERT_EQUAL(s_first, bytes(portal));
            CPPUNIT_ASSERT_EQUAL(s_second, bytes(portal, "B2", "1002"));
        });
    }
    void a_full_delivery_removes_what_it_does_not_name()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().full().document("B1", s_first).document("B2", s_second));
            import_well(portal, two_bills().full().document("B2", s_second));
            CPPUNIT_ASSERT_EQUAL(std::string { "none" }, bytes(portal));
            CPPUNIT_ASSERT_EQUAL(s_second, bytes(portal, "B2", "1002"));
        });
    }
    void taken_back_it_is_the_one_before()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", s_first));
            import_well(portal, SampleDelivery {}.document("B1", s_second).document("B2", noise(200'000)));
            CPPUNIT_ASSERT_EQUAL(s_second, bytes(portal));
            CPPUNIT_ASSERT(portal.take_back());
            CPPUNIT_ASSERT_EQUAL(s_first, bytes(portal));
            CPPUNIT_ASSERT_EQUAL(std::string { "none" }, bytes(portal, "B2", "1002"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.count("document_chunks"));
            assert_sound(portal);
        });
    }
    void cleaning_takes_the_bytes_that_nobody_needs()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", noise(200'000)));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 4 }, portal.count("document_chunks"));
            import_well(portal, SampleDelivery {}.document("B1", s_second));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 5 }, portal.count("document_chunks")); // it could be taken back
            import_well(portal, SampleDelivery {}.customer("9"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.count("document_chunks"));
            CPPUNIT_ASSERT_EQUAL(s_second, bytes(portal));
        });
    }
    void a_document_goes_with_a_bill_that_is_skipped()
    {
        on_both([](db::Database& database) {
            for (bool const is_first : { true, false }) {
                PortalWithTenant portal { database };
                if (!is_first)
                    import_well(portal, SampleDelivery {}.customer("1001"));
                auto wrong = two_bills().line("B1", "2", 1).document("B1", s_first).document("B2", s_second).document("B7", "<Racun>nikogar</Racun>");
                auto const report = portal.import(wrong);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, report.problem_count); // does not add up; no such bill
                CPPUNIT_ASSERT_EQUAL(std::string { "row.unknown_invoice" }, report.problems[0].reason);
                CPPUNIT_ASSERT((report.of(Kind::document) == Counts { 1, 0, 0, 0 }));
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.count("documents"));
                CPPUNIT_ASSERT_EQUAL(s_second, bytes(portal, "B2", "1002"));
                assert_sound(portal);
            }
        });
    }
    void a_skipped_correction_leaves_the_document_that_was()
    {
        on_both([](db::Database& database) {
            for (bool const has_document : { true, false }) {
                PortalWithTenant portal { database };
                import_well(portal, two_bills().document("B1", s_first));
                auto wrong = SampleDelivery {}.bill("B1", "1001", 5, 2'000).line("B1", "1", 1'999).customer("9");
                if (has_document)
                    wrong.document("B1", s_second);
                auto const report = portal.import(wrong);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.problem_count);
                CPPUNIT_ASSERT((report.of(Kind::document) == Counts { 0, 0, 0, has_document ? 1 : 0 }));
                CPPUNIT_ASSERT_EQUAL(s_first, bytes(portal));
                assert_sound(portal);
            }
        });
    }
    void a_second_document_of_a_bill_is_a_problem()
    {
        on_both([](db::Database& database) {
            for (bool const is_first : { true, false }) {
                PortalWithTenant portal { database };
                if (!is_first)
                    import_well(portal, SampleDelivery {}.customer("1001"));
                auto const report = portal.import(two_bills().document("B1", s_first).document("B1", s_second));
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.problem_count);
                CPPUNIT_ASSERT_EQUAL(std::string { "row.duplicate" }, report.problems[0].reason);
                CPPUNIT_ASSERT_EQUAL(s_first, bytes(portal));
                assert_sound(portal);
            }
        });
    }
    void what_is_too_large_or_of_another_kind_is_told()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const report
                = portal.import(two_bills().document("B1", noise(2'049)).document("B2", "<html>", "r.html", "text/html"), {}, { .largest_document = 2'048 });
            CPPUNIT_ASSERT(report.state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, report.problems.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "row.too_long bytes at most 2048 bytes" },
                report.problems[0].reason + " " + report.problems[0].field + " " + report.problems[0].detail);
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_word media_type" }, report.problems[1].reason + " " + report.problems[1].field);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.count("document_chunks"));
            assert_sound(portal);
        });
    }
    void a_dry_run_counts_and_leaves_nothing()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", s_first));
            auto const report = portal.import(SampleDelivery {}.document("B1", s_second).document("B2", s_second), {}, { .dry_run = true });
            CPPUNIT_ASSERT((report.of(Kind::document) == Counts { 1, 1, 0, 0 }));
            CPPUNIT_ASSERT_EQUAL(s_first, bytes(portal));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.count("document_chunks"));
            assert_sound(portal);
        });
    }
    void one_that_breaks_off_is_no_delivery()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const broken = two_bills().with([](plugins::RowSink& sink) {
                sink.document({ "B1", "application/xml", "r.xml", 100 });
                sink.document_bytes("<Racun>");
            });
            CPPUNIT_ASSERT_THROW(portal.import(broken), std::runtime_error);
            auto in_the_middle = broken;
            CPPUNIT_ASSERT_THROW(portal.import(in_the_middle.customer("9")), std::runtime_error);
            assert_sound(portal);
        });
    }
    void a_death_in_the_middle_of_a_document_leaves_nothing()
    {
        struct Death : std::runtime_error {
            using std::runtime_error::runtime_error;
        };
        // Throws from the n-th chunk on, as if the process were gone.
        struct DeathAtChunk final : db::Observer {
            int left = 0;
            bool is_dead = false;
            void before(std::string_view statement) override
            {
                if (is_dead || (statement == "imports.add_chunk" && --left == 0)) {
                    is_dead = true;
                    throw Death { "died" };
                }
            }
        };
        on_both([](db::Database& database) {
            auto const large = noise(s_several_batches);
            for (int const chunk : { 1, 2, 30, 50, 88 }) {
                PortalWithTenant portal { database };
                import_well(portal, two_bills().document("B1", s_first));
                DeathAtChunk death;
                death.left = chunk;
                database.observe(&death);
                CPPUNIT_ASSERT_THROW(portal.import(SampleDelivery {}.document("B1", large)), Death);
                database.observe(nullptr);
                CPPUNIT_ASSERT_EQUAL(s_first, bytes(portal));
                portal.clock().advance(std::chrono::minutes { 2 }); // the dead one's lease is over
                import_well(portal, SampleDelivery {}.document("B2", large));
                CPPUNIT_ASSERT_EQUAL(s_first, bytes(portal));
                CPPUNIT_ASSERT(bytes(portal, "B2", "1002") == large);
            }
        });
    }
    void an_audit_finds_bytes_that_are_gone()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            import_well(portal, two_bills().document("B1", s_first));
            portal.corrupt("delete from document_chunks");
            auto const report = portal.audit();
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.count);
            CPPUNIT_ASSERT_EQUAL(std::string { "document B1" }, report.differences[0].check + " " + report.differences[0].subject);
            CPPUNIT_ASSERT_EQUAL(std::string { "none" }, bytes(portal));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DocumentsTest);

}
