#include "demo/bundle.h"

#include "demo/csv_line.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include <zip.h>

namespace demo {

namespace {

constexpr std::size_t s_chunk = 64 * 1024;
constexpr zip_uint16_t s_june_2018 = (2018 - 1980) << 9 | 6 << 5 | 1; // MS-DOS date, the same in every run

// Encoded bytes of one file, some at a time.
class Stream {
public:
    Stream(GeneratedFile const& file, Encoding encoding)
        : m_file(file)
        , m_encoding(encoding)
    {
    }
    // The next bytes; empty at the end.
    std::string_view next()
    {
        std::string lines;
        while (lines.size() < s_chunk && m_file.more(lines)) { }
        m_bytes = m_encoding == Encoding::utf_8 ? std::move(lines) : to_windows_1250(lines);
        return m_bytes;
    }

private:
    GeneratedFile const& m_file;
    Encoding m_encoding;
    std::string m_bytes;
};

// A source that libzip reads from while it writes the archive.
struct ZipSource {
    Stream stream;
    std::string_view left;

    static zip_int64_t call(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command)
    {
        auto& source = *static_cast<ZipSource*>(self);
        switch (command) {
        case ZIP_SOURCE_SUPPORTS:
            return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
        case ZIP_SOURCE_STAT: zip_stat_init(static_cast<zip_stat_t*>(data)); return sizeof(zip_stat_t);
        case ZIP_SOURCE_ERROR: std::memset(data, 0, 2 * sizeof(int)); return 2 * sizeof(int);
        case ZIP_SOURCE_READ: return source.read(static_cast<char*>(data), length);
        default: return 0;
        }
    }

    zip_int64_t read(char* to, zip_uint64_t length)
    {
        if (left.empty())
            left = stream.next();
        auto const given = left.copy(to, length);
        left.remove_prefix(given);
        return static_cast<zip_int64_t>(given);
    }
};

void write_zip(std::string const& path, std::vector<GeneratedFile> const& files, Encoding encoding)
{
    int error = 0;
    zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (!archive)
        throw std::runtime_error(path + ": cannot be written");
    std::vector<std::unique_ptr<ZipSource>> sources;
    for (auto const& file : files) {
        auto& source = *sources.emplace_back(new ZipSource { { file, encoding }, {} });
        auto const index = zip_file_add(archive, file.name.c_str(), zip_source_function(archive, ZipSource::call, &source), ZIP_FL_ENC_UTF_8);
        if (index < 0)
            throw std::runtime_error(path + ": " + zip_strerror(archive));
        zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, s_june_2018, 0);
    }
    if (zip_close(archive) != 0) {
        std::string const why = zip_strerror(archive);
        zip_discard(archive);
        throw std::runtime_error(path + ": " + why);
    }
}

}

void write_bundle(std::string const& path, std::vector<GeneratedFile> const& files, Encoding encoding)
{
    if (path.ends_with(".zip"))
        return write_zip(path, files, encoding);
    std::filesystem::create_directories(path);
    for (auto const& file : files) {
        std::ofstream out { std::filesystem::path { path } / file.name, std::ios::binary };
        Stream stream { file, encoding };
        for (auto bytes = stream.next(); !bytes.empty(); bytes = stream.next())
            out << bytes;
        if (!out.flush())
            throw std::runtime_error(path + "/" + file.name + ": cannot be written");
    }
}

}
