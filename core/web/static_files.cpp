#include "web/static_files.h"

#include "base/text.h"
#include "crypto/hash.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <zlib.h>

namespace portal::web {

namespace {

struct Kind {
    std::string_view ending;
    std::string_view content_type;
    bool compresses;
};

constexpr std::array s_kinds {
    Kind { ".css", "text/css; charset=utf-8", true },
    Kind { ".js", "text/javascript; charset=utf-8", true },
    Kind { ".svg", "image/svg+xml", true },
    Kind { ".json", "application/json", true },
    Kind { ".txt", "text/plain; charset=utf-8", true },
    Kind { ".webmanifest", "application/manifest+json", true },
    Kind { ".png", "image/png", false },
    Kind { ".jpg", "image/jpeg", false },
    Kind { ".webp", "image/webp", false },
    Kind { ".ico", "image/x-icon", false },
    Kind { ".woff2", "font/woff2", false },
    Kind { ".pdf", "application/pdf", false },
};

Kind const* kind_of(std::string_view file_name)
{
    auto const found = std::find_if(s_kinds.begin(), s_kinds.end(), [&](Kind const& kind) { return file_name.ends_with(kind.ending); });
    return found == s_kinds.end() ? nullptr : &*found;
}

std::string gzip(std::string const& content)
{
    z_stream stream {};
    constexpr int gzip_window = 15 + 16; // zlib: 16 more means a gzip header
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib does not start");
    std::string packed(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    int const outcome = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (outcome != Z_STREAM_END)
        throw std::runtime_error("zlib does not compress");
    return packed;
}

// "gzip" in a list, unless it is given the weight 0.
bool takes_gzip(std::string_view accept_encoding)
{
    auto const parts = split(accept_encoding, ',');
    return std::any_of(parts.begin(), parts.end(), [](std::string_view part) {
        auto const compact = replaced(std::string { part }, " ", "");
        return compact == "gzip" || (compact.starts_with("gzip;q=") && compact.find_first_not_of("0.", 7) != std::string::npos);
    });
}

bool names_tag(std::string_view if_none_match, std::string_view tag)
{
    auto const parts = split(if_none_match, ',');
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
        part = trimmed(part);
        if (part.starts_with("W/")) // a proxy that recompresses weakens our tags; for 304 weak comparison is the rule
            part.remove_prefix(2);
        return part == tag || part == "*";
    });
}

}

std::string_view content_type(std::string_view file_name)
{
    auto const* const kind = kind_of(file_name);
    return kind ? kind->content_type : std::string_view {};
}

void StaticFiles::add_folder(std::string const& url_prefix, std::filesystem::path const& folder)
{
    if (!std::filesystem::is_directory(folder))
        throw std::runtime_error("no folder of files to serve: " + folder.string());
    for (auto entry = std::filesystem::recursive_directory_iterator { folder }; entry != std::filesystem::end(entry); ++entry) {
        if (entry->path().filename().string().starts_with('.') || entry->is_symlink()) {
            entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file() || content_type(entry->path().filename().string()).empty())
            continue;
        std::ifstream file { entry->path(), std::ios::binary };
        std::string content { std::istreambuf_iterator<char> { file }, {} };
        if (!file)
            throw std::runtime_error("cannot read " + entry->path().string());
        add(url_prefix + '/' + entry->path().lexically_relative(folder).generic_string(), std::move(content));
    }
}

void StaticFiles::add(std::string const& url, std::string content)
{
    auto const* const kind = kind_of(url);
    if (!kind)
        throw std::invalid_argument("no kind of file that we serve: " + url);
    File file { kind->content_type, crypto::sha256_hex(content).substr(0, 16), std::make_shared<std::string const>(std::move(content)), nullptr };
    if (kind->compresses) {
        auto packed = gzip(*file.plain);
        if (packed.size() < file.plain->size())
            file.gzipped = std::make_shared<std::string const>(std::move(packed));
    }
    m_files.insert_or_assign(url, std::move(file));
}

Response StaticFiles::answer(Request const& request) const
{
    auto const found = m_files.find(request.path);
    if (found == m_files.end())
        return Response::not_found();
    auto const& file = found->second;
    bool const packed = file.gzipped && takes_gzip(request.header("Accept-Encoding"));
    auto const tag = '"' + file.version + (packed ? "-gz\"" : "\"");

    auto response = Response::shared(packed ? file.gzipped : file.plain, file.content_type);
    response.set_header("ETag", tag);
    if (file.gzipped)
        response.set_header("Vary", "Accept-Encoding");
    // Without its version in the address a file may change behind it, so the browser has to ask.
    bool const is_versioned = request.query.text("v") == file.version;
    response.set_header("Cache-Control", is_versioned ? "public, max-age=31536000, immutable" : "public, no-cache");
    if (names_tag(request.header("If-None-Match"), tag))
        return std::move(response).as_not_modified();
    if (packed)
        response.set_header("Content-Encoding", "gzip");
    return response;
}

std::string StaticFiles::versioned(std::string_view url) const
{
    auto const found = m_files.find(url);
    return found == m_files.end() ? std::string { url } : std::string { url } + "?v=" + found->second.version;
}

}
