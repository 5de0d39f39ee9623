// XML as a stream of records: what is read, and what is refused before it can do harm.
#include "plugins/text_delivery.h"

#include <portal/xml.hpp>

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace portal::sdk;
using portal::test::ProblemSink;
using portal::test::TextDelivery;

constexpr std::string_view s_two_bills = R"(<?xml version="1.0" encoding="UTF-8"?>
<Bills xmlns="urn:bills" xmlns:c="urn:common">
  <!-- of May -->
  <Invoice kind="380">
    <c:ID>2018-05-1</c:ID>
    <c:Issued>2018-05-31Z</c:Issued>
    <Line><Text>Voda &amp; odpadki</Text><Net c:currency="EUR">12.5000</Net></Line>
    <Line><Text><![CDATA[Števnina <m³>]]></Text><Net c:currency="EUR">-.5</Net></Line>
    <Party/><Party><Name>Ana</Name></Party>
  </Invoice>
  <b:Invoice xmlns:b="urn:bills"><c:ID>2018-05-2</c:ID></b:Invoice>
  <CreditNote><c:ID>2018-05-3</c:ID></CreditNote>
</Bills>
)";

class XmlTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(XmlTest);
    CPPUNIT_TEST(records_come_one_after_the_other);
    CPPUNIT_TEST(records_may_have_several_names);
    CPPUNIT_TEST(a_path_leads_to_elements_and_attributes);
    CPPUNIT_TEST(prefixes_do_not_matter_and_namespaces_can_be_asked_for);
    CPPUNIT_TEST(values_are_read_as_xml_schema_writes_them);
    CPPUNIT_TEST(a_document_can_be_one_record);
    CPPUNIT_TEST(encodings_are_those_of_the_other_files);
    CPPUNIT_TEST(a_bad_value_is_listed_with_its_line);
    CPPUNIT_TEST(what_is_no_xml_is_refused_with_its_line);
    CPPUNIT_TEST(entities_neither_grow_nor_fetch);
    CPPUNIT_TEST(depth_is_bounded);
    CPPUNIT_TEST(a_record_is_bounded_and_the_next_is_read);
    CPPUNIT_TEST(a_tag_without_end_is_bounded);
    CPPUNIT_TEST(names_without_end_are_bounded);
    CPPUNIT_TEST(an_exception_of_the_author_comes_out);
    CPPUNIT_TEST_SUITE_END();

    template <typename Take>
    static std::string read(
        std::string_view content, std::initializer_list<std::string_view> names, Take take, XmlOptions const& options = {}, std::size_t step = 1'000'000)
    {
        TextDelivery text { { { "a.xml", std::string { content } } }, step };
        Delivery delivery { text.border() };
        delivery.next();
        ProblemSink problems;
        auto sink = problems.sink();
        std::string all;
        try {
            delivery.xml(options).each(names, sink, [&](XmlElement const& record) { all += std::string { take(record) } + " "; });
        } catch (BadDelivery const& refusal) {
            all += refusal.key() + " " + refusal.field() + " " + refusal.detail();
        }
        for (auto const& problem : problems.problems)
            all += problem;
        return all;
    }
    static std::string id(XmlElement const& record) { return std::string { record["ID"] }; }

public:
    void records_come_one_after_the_other()
    {
        for (std::size_t const step : { 1, 7, 1'000'000 })
            CPPUNIT_ASSERT_EQUAL(std::string { "2018-05-1 2018-05-2 " }, read(s_two_bills, { "Invoice" }, id, {}, step));
    }
    void records_may_have_several_names()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "Invoice Invoice CreditNote " },
            read(s_two_bills, { "Invoice", "CreditNote" }, [](XmlElement const& record) { return record.name(); }));
        CPPUNIT_ASSERT_EQUAL(std::string {}, read(s_two_bills, { "Receipt" }, id));
        // A record is not looked into for others of its kind.
        CPPUNIT_ASSERT_EQUAL(std::string { "1 3 " }, read("<a><r><ID>1</ID><r><ID>2</ID></r></r><r><ID>3</ID></r></a>", { "r" }, id));
    }
    void a_path_leads_to_elements_and_attributes()
    {
        auto const texts = [](XmlElement const& invoice) {
            std::string all;
            for (auto const line : invoice.children("Line"))
                (all += line["Text"]) += ":" + std::string { line["Net@currency"] } + ",";
            // The second party has the name; an empty element is passed over.
            return all + std::string { invoice["Party/Name"] } + std::string { invoice["@kind"] } + std::string { invoice["Nothing/Here@at"] };
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "Voda & odpadki:EUR,Števnina <m³>:EUR,Ana380  " }, read(s_two_bills, { "Invoice" }, texts));
    }
    void prefixes_do_not_matter_and_namespaces_can_be_asked_for()
    {
        auto const spaces = [](XmlElement const& invoice) { return std::string { invoice.space() } + "+" + std::string { invoice.find("ID").space() }; };
        CPPUNIT_ASSERT_EQUAL(std::string { "urn:bills+urn:common urn:bills+urn:common " }, read(s_two_bills, { "Invoice" }, spaces));
        CPPUNIT_ASSERT(read("<x:a/>", { "a" }, id).starts_with("xml.malformed a.xml line 1: unbound prefix"));
    }
    void values_are_read_as_xml_schema_writes_them()
    {
        read(s_two_bills, { "Invoice" }, [](XmlElement const& invoice) {
            if (invoice["ID"] == "2018-05-1") {
                std::int64_t sum = 0;
                for (auto const line : invoice.children("Line"))
                    sum += line.money("Net", "EUR").minor;
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1'200 }, sum);
                CPPUNIT_ASSERT_EQUAL(31U, static_cast<unsigned>(invoice.date("Issued").day()));
                CPPUNIT_ASSERT_EQUAL(1, invoice.decimal("Line/Net").scale);
                CPPUNIT_ASSERT(!invoice.date("Due").ok());
            }
            return "";
        });
    }
    void a_document_can_be_one_record() { CPPUNIT_ASSERT_EQUAL(std::string { "7 " }, read("<Invoice><ID> 7\n</ID></Invoice>", { "Invoice" }, id)); }
    void encodings_are_those_of_the_other_files()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "Č " }, read("<?xml version='1.0' encoding='windows-1250'?><a><ID>\xC8</ID></a>", { "a" }, id));
        CPPUNIT_ASSERT_EQUAL(std::string { "Š " }, read("<?xml version='1.0' encoding='ISO-8859-2'?><a><ID>\xA9</ID></a>", { "a" }, id));
        CPPUNIT_ASSERT_EQUAL(std::string { "7 " }, read("\xEF\xBB\xBF<a><ID>7</ID></a>", { "a" }, id));
        CPPUNIT_ASSERT(read("<?xml version='1.0' encoding='koi8-r'?><a/>", { "a" }, id).starts_with("xml.malformed a.xml line 1: unknown encoding"));
        CPPUNIT_ASSERT(read("<?xml version='1.0' encoding='windows-1250'?><a>\x81</a>", { "a" }, id).starts_with("xml.malformed"));
    }
    void a_bad_value_is_listed_with_its_line()
    {
        auto const total = [](XmlElement const& record) { return std::to_string(record.money("Sum/Total", "EUR").minor); };
        auto const said = read("<a>\n<r><Sum><Total>12,50</Total></Sum></r>\n<r><Sum><Total>1</Total></Sum></r></a>", { "r" }, total);
        CPPUNIT_ASSERT_EQUAL(std::string { "100 a.xml:2 xml.bad_amount Sum/Total" }, said);
        // What is absent is not zero, unless the plugin says so.
        CPPUNIT_ASSERT_EQUAL(std::string { "a.xml:1 row.missing Sum/Total" }, read("<a><r/></a>", { "r" }, total));
        CPPUNIT_ASSERT_EQUAL(std::string { "0 " },
            read("<a><r/></a>", { "r" }, [](XmlElement const& record) { return std::to_string(record.money_or_zero("Sum/Total", "EUR").minor); }));
    }
    void what_is_no_xml_is_refused_with_its_line()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "1 xml.malformed a.xml line 2: mismatched tag" }, read("<a><r><ID>1</ID></r>\n<r></b></a>", { "r" }, id));
        CPPUNIT_ASSERT_EQUAL(std::string { "xml.malformed a.xml line 1: no element found" }, read("", { "r" }, id));
        // A file that was cut off.
        for (std::size_t length = 1; length + 1 < s_two_bills.size(); ++length)
            CPPUNIT_ASSERT(read(s_two_bills.substr(0, length), { "Invoice" }, id).find("xml.malformed a.xml") != std::string::npos);
    }
    void entities_neither_grow_nor_fetch()
    {
        for (auto const* document : { "<!DOCTYPE a [<!ENTITY x 'xxxxxxxxxx'><!ENTITY y '&x;&x;&x;&x;&x;'><!ENTITY z '&y;&y;&y;&y;&y;'>]>\n<a>&z;</a>",
                 "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "<!DOCTYPE a SYSTEM 'http://example.com/a.dtd'><a/>",
                 "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://example.com/'> %x;]><a/>" })
            CPPUNIT_ASSERT_EQUAL(std::string { "xml.doctype a.xml line 1" }, read(document, { "a" }, id));
        CPPUNIT_ASSERT(read("<a>&x;</a>", { "a" }, id).starts_with("xml.malformed a.xml line 1: undefined entity"));
    }
    void depth_is_bounded()
    {
        std::string deep;
        for (int i = 0; i < 100'000; ++i)
            deep += "<a>";
        CPPUNIT_ASSERT_EQUAL(std::string { "xml.too_deep a.xml line 1" }, read(deep, { "r" }, id));
        CPPUNIT_ASSERT_EQUAL(std::string { "xml.too_deep a.xml line 1" }, read(deep, { "a" }, id));
    }
    void a_record_is_bounded_and_the_next_is_read()
    {
        XmlOptions const small { .largest_record = 10'000 };
        auto const good = "<r><ID>2</ID></r></a>";
        CPPUNIT_ASSERT_EQUAL(std::string { "2 a.xml:1 xml.too_large" }, read("<a><r>" + std::string(20'000, 'x') + "</r>" + good, { "r" }, id, small));
        std::string many;
        for (int i = 0; i < 10'000; ++i)
            many += "<b/>";
        CPPUNIT_ASSERT_EQUAL(std::string { "2 a.xml:1 xml.too_large" }, read("<a><r>" + many + "</r>" + good, { "r" }, id, small));
        // Texts that wait for the end of their elements count as well.
        std::string mixed = "<a><r>";
        for (int i = 0; i < 40; ++i)
            mixed += "<b>" + std::string(1'000, 'x');
        for (int i = 0; i < 40; ++i)
            mixed += "</b>";
        CPPUNIT_ASSERT_EQUAL(std::string { "2 a.xml:1 xml.too_large" }, read(mixed + "</r>" + good, { "r" }, id, small));
    }
    void a_tag_without_end_is_bounded()
    {
        XmlOptions const small { .longest_tag = 100'000 };
        for (auto const* start : { "<a x='", "<a><!-- ", "<a><?p ", "<a><b" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(start, std::string { "xml.too_large a.xml line 1: a tag or comment without end" },
                read(start + std::string(1'000'000, 'x'), { "r" }, id, small));
    }
    void names_without_end_are_bounded()
    {
        // Elements, prefixes and attributes: expat keeps all of their names.
        for (auto const& [before, after] :
            std::initializer_list<std::pair<char const*, char const*>> { { "<u", "/>" }, { "<p", ":u xmlns:p$='x'/>" }, { "<u a", "='1'/>" } }) {
            std::string all = "<a>";
            for (int i = 0; i < 100'000; ++i) {
                std::string const end { after };
                auto const here = end.find('$');
                (all += before) += std::to_string(i) + (here == std::string::npos ? end : end.substr(0, here) + std::to_string(i) + end.substr(here + 1));
            }
            CPPUNIT_ASSERT_EQUAL(std::string { "xml.too_large a.xml line 1: out of memory" }, read(all + "</a>", { "r" }, id, { .most_memory = 2'000'000 }));
        }
    }
    void an_exception_of_the_author_comes_out()
    {
        CPPUNIT_ASSERT_THROW(read(s_two_bills, { "Invoice" }, [](XmlElement const&) -> std::string { throw std::logic_error("mine"); }), std::logic_error);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(XmlTest);

}
