// The SDK's own tables of encodings against those of the system, byte by byte.
#include <portal/encodings.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <iconv.h>

namespace {

using namespace portal::sdk;

class EncodingsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(EncodingsTest);
    CPPUNIT_TEST(every_byte_means_what_the_system_says);
    CPPUNIT_TEST(a_byte_without_a_letter_is_refused);
    CPPUNIT_TEST(an_encoding_is_found_by_its_name);
    CPPUNIT_TEST_SUITE_END();

    // By the system's iconv; "" when the byte means nothing.
    static std::string converted(iconv_t conversion, char byte)
    {
        char text[8];
        char *in = &byte, *out = text;
        std::size_t in_left = 1, out_left = sizeof text;
        ::iconv(conversion, nullptr, nullptr, nullptr, nullptr);
        if (::iconv(conversion, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1))
            return {};
        return { text, static_cast<std::size_t>(out - text) };
    }

public:
    void every_byte_means_what_the_system_says()
    {
        for (auto const& [encoding, first] : { std::pair { Encoding::windows_1250, 0x80 }, { Encoding::windows_1252, 0x80 }, { Encoding::iso_8859_2, 0xA0 },
                 { Encoding::iso_8859_15, 0xA0 }, { Encoding::iso_8859_16, 0xA0 } }) {
            auto* const conversion = ::iconv_open("UTF-8", std::string { name_of(encoding) }.c_str());
            CPPUNIT_ASSERT(conversion != reinterpret_cast<iconv_t>(-1));
            for (int byte = first; byte < 256; ++byte) {
                auto const one = static_cast<char>(byte);
                auto const ours = decoded({ &one, 1 }, *code_page(encoding)).value_or("");
                CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string { name_of(encoding) } + " " + std::to_string(byte), converted(conversion, one), ours);
            }
            ::iconv_close(conversion);
        }
    }
    void a_byte_without_a_letter_is_refused()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "ČŠŽčšžćđ–€" }, *decoded("\xC8\x8A\x8E\xE8\x9A\x9E\xE6\xF0\x96\x80", windows_1250));
        CPPUNIT_ASSERT(!decoded("\x81", windows_1250));
        CPPUNIT_ASSERT_EQUAL(std::string { "Müller, Œuvre, 5 €" }, *decoded("M\xFCller, \x8Cuvre, 5 \x80", windows_1252));
        CPPUNIT_ASSERT_EQUAL(std::string { "Müller, Œuvre, 5 €" }, *decoded("M\xFCller, \xBCuvre, 5 \xA4", iso_8859_15));
        CPPUNIT_ASSERT(!decoded("\x81", windows_1252));
        // Windows-1250 that is said to be ISO 8859-2.
        CPPUNIT_ASSERT(!decoded("\x8A", iso_8859_2));
    }
    void an_encoding_is_found_by_its_name()
    {
        CPPUNIT_ASSERT(find_encoding("Windows-1250") == Encoding::windows_1250);
        CPPUNIT_ASSERT(find_encoding("windows-1252") == Encoding::windows_1252);
        CPPUNIT_ASSERT(find_encoding("ISO-8859-15") == Encoding::iso_8859_15);
        CPPUNIT_ASSERT(find_encoding("ISO-8859-16") == Encoding::iso_8859_16);
        for (auto const* name : { "", "utf8", "latin2", "windows-12500", "windows-125" })
            CPPUNIT_ASSERT_MESSAGE(name, !find_encoding(name));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EncodingsTest);

}
