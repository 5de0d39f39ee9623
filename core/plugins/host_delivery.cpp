#include "plugins/host_delivery.h"

#include "base/text.h"

#include <algorithm>
#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

namespace portal::plugins {

namespace {

constexpr zip_int64_t s_most_entries = 1'000;
// Deflate reaches 1,032 at most; billing files reach 10 to 30. Small bundles may be as repetitive as they like.
constexpr std::uint64_t s_most_ratio = 200;
constexpr std::uint64_t s_ratio_matters_from = 10U << 20;
constexpr std::size_t s_longest_name = 200;

void set(char* to, std::size_t size, std::string_view text) { text.copy(to, size - 1); }

bool is_archive(std::string_view start) { return start.size() >= 4 && start.starts_with("PK") && (start[2] == 3 || start[2] == 5); }

bool is_archive(int descriptor)
{
    char start[4] {};
    return ::pread(descriptor, start, sizeof start, 0) == 4 && is_archive(std::string_view { start, sizeof start });
}

std::uint64_t size_of(int descriptor)
{
    struct stat about { };
    return ::fstat(descriptor, &about) == 0 && about.st_size > 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
}

// "Zip archive inconsistent: ..."
std::string words_for(int error)
{
    zip_error_t told;
    zip_error_init_with_code(&told, error);
    std::string words = zip_error_strerror(&told);
    zip_error_fini(&told);
    return words;
}

bool is_bomb(std::uint64_t unpacked, std::uint64_t packed) { return unpacked > s_ratio_matters_from && unpacked / s_most_ratio > packed; }

}

struct HostDelivery::Bundle {
    explicit Bundle(zip_t* opened)
        : archive(opened)
    {
    }
    ~Bundle() { zip_discard(archive); }
    Bundle(Bundle const&) = delete;
    Bundle& operator=(Bundle const&) = delete;
    zip_t* archive;
};

// One file: a descriptor, or an entry of a bundle that is open while it is read.
struct HostDelivery::Source {
    std::string name;
    int descriptor = -1;
    zip_t* archive = nullptr;
    zip_uint64_t index = 0;
    std::uint64_t size = 0; // as the archive says; more than that never comes
    std::uint64_t packed = 0;
    zip_file_t* open = nullptr;
    std::uint64_t given = 0;

    Source() = default;
    Source(Source const&) = delete;
    Source& operator=(Source const&) = delete;
    ~Source()
    {
        if (open)
            zip_fclose(open);
    }
};

HostDelivery::HostDelivery(int first, std::vector<std::string> names, std::uint64_t unpacked)
    : m_unpacked_left(unpacked)
{
    m_border.size = sizeof(portal_delivery);
    m_border.ctx = this;
    m_border.next = [](void* self, portal_text* name) { return static_cast<HostDelivery*>(self)->next(name); };
    m_border.read = [](void* self, void* buffer, std::size_t capacity) { return static_cast<HostDelivery*>(self)->read(buffer, capacity); };
    m_error.size = sizeof m_error;
    int descriptor = first;
    for (auto const& name : names) {
        if (is_archive(descriptor))
            add_bundle(descriptor, name);
        else {
            auto& source = *m_sources.emplace_back(std::make_unique<Source>());
            source.name = name;
            source.descriptor = descriptor;
        }
        ++descriptor;
    }
    // Without regard to case, because billing systems under Windows write names either way.
    std::stable_sort(
        m_sources.begin(), m_sources.end(), [](auto const& left, auto const& right) { return ascii_lower(left->name) < ascii_lower(right->name); });
}

HostDelivery::~HostDelivery()
{
    // Files of a bundle are closed before the bundle.
    m_sources.clear();
}

bool HostDelivery::fail(char const* key, std::string const& field, std::string const& detail)
{
    if (m_error.key[0] == 0) {
        set(m_error.key, sizeof m_error.key, key);
        set(m_error.field, sizeof m_error.field, field);
        set(m_error.detail, sizeof m_error.detail, detail);
    }
    return false;
}

void HostDelivery::add_bundle(int descriptor, std::string const& name)
{
    int error = 0;
    // libzip takes the copy over when it succeeds.
    int const copy = ::dup(descriptor);
    zip_t* const archive = copy < 0 ? nullptr : zip_fdopen(copy, ZIP_CHECKCONS, &error);
    if (!archive) {
        fail("delivery.bad_bundle", name, words_for(error));
        return;
    }
    m_bundles.push_back(std::make_unique<Bundle>(archive));
    auto const count = zip_get_num_entries(archive, 0);
    if (count > s_most_entries) {
        fail("delivery.bomb", name, std::to_string(count) + " files in one bundle, at most " + std::to_string(s_most_entries));
        return;
    }
    // Of all entries together: many small bombs are one large one, and entries that lie over each other claim more than the file has.
    std::uint64_t unpacked = 0, packed = 0;
    auto const archive_size = size_of(descriptor);
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t about {};
        constexpr auto needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
        if (zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &about) != 0 || (about.valid & needed) != needed) {
            fail("delivery.bad_bundle", name, "an entry without name or size");
            return;
        }
        std::string const entry = about.name;
        if (entry.ends_with("/"))
            continue;
        if (entry.empty() || entry.size() > s_longest_name || !is_utf8(entry) || has_control_characters(entry))
            fail("delivery.bad_bundle", name, "an entry whose name is no plain text");
        else if (about.encryption_method != ZIP_EM_NONE)
            fail("delivery.encrypted", name, "bundles are read without a password");
        else if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE)
            fail("delivery.bad_bundle", name, "only stored and deflated entries are read");
        else if (about.comp_size > archive_size - packed)
            fail("delivery.bad_bundle", name, "its entries together are larger than the file");
        else if (about.size > m_unpacked_left || is_bomb(about.size, about.comp_size) || is_bomb(unpacked + about.size, packed + about.comp_size))
            fail("delivery.bomb", name, "it would unpack to " + std::to_string(about.size) + " bytes and more");
        else {
            m_unpacked_left -= about.size;
            unpacked += about.size;
            packed += about.comp_size;
            auto& source = *m_sources.emplace_back(std::make_unique<Source>());
            source.name = entry;
            source.archive = archive;
            source.index = static_cast<zip_uint64_t>(i);
            source.size = about.size;
            source.packed = about.comp_size;
        }
    }
}

std::int32_t HostDelivery::next(portal_text* name)
{
    if (m_error.key[0] != 0)
        return -1;
    if (m_next > 0)
        m_sources[m_next - 1].reset();
    if (m_next == m_sources.size())
        return 0;
    auto& source = *m_sources[m_next++];
    if (source.archive) {
        source.open = zip_fopen_index(source.archive, source.index, 0);
        if (!source.open)
            return fail("delivery.bad_bundle", source.name, "the entry cannot be opened") ? 0 : -1;
    }
    m_current = source.name;
    *name = { m_current.data(), m_current.size() };
    return 1;
}

std::int64_t HostDelivery::read(void* buffer, std::size_t capacity)
{
    if (m_next == 0 || m_error.key[0] != 0)
        return -1;
    auto& source = *m_sources[m_next - 1];
    if (!source.archive) {
        auto const got = ::read(source.descriptor, buffer, capacity);
        if (got < 0)
            return fail("delivery.unreadable", source.name, "errno " + std::to_string(errno)) ? 0 : -1;
        m_bytes_read += static_cast<std::uint64_t>(got);
        return got;
    }
    auto const got = zip_fread(source.open, buffer, capacity);
    if (got < 0)
        return fail("delivery.bad_bundle", source.name, "damaged, or its check sum is wrong") ? 0 : -1;
    if (source.given == 0 && is_archive(std::string_view { static_cast<char const*>(buffer), static_cast<std::size_t>(got) }))
        return fail("delivery.bad_bundle", source.name, "a bundle inside a bundle") ? 0 : -1;
    auto const packed_before = source.size == 0 ? 0 : source.given * source.packed / source.size;
    source.given += static_cast<std::uint64_t>(got);
    // The sizes in an archive's directory are only a claim.
    if (source.given > source.size)
        return fail("delivery.bomb", source.name, "it holds more than its directory says") ? 0 : -1;
    m_bytes_read += source.size == 0 ? 0 : source.given * source.packed / source.size - packed_before;
    return got;
}

}
