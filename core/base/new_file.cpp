#include "base/new_file.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace portal {

namespace {

// A file of our own: what an earlier attempt left goes, and a link that somebody else laid into a shared folder is not followed.
int open_new(std::string const& path)
{
    ::unlink(path.c_str());
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640);
}

}

NewFile::NewFile(std::string const& path)
    : m_path(path)
    , m_unfinished(path + ".unfinished")
    , m_file(open_new(m_unfinished))
{
    if (m_file < 0)
        fail();
}

NewFile::~NewFile()
{
    ::close(m_file);
    if (!m_is_kept)
        ::unlink(m_unfinished.c_str());
}

void NewFile::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const size = ::write(m_file, bytes.data(), bytes.size());
        if (size < 0 && errno != EINTR)
            fail();
        bytes.remove_prefix(size < 0 ? 0 : static_cast<std::size_t>(size));
    }
}

void NewFile::keep()
{
    if (::fsync(m_file) != 0 || ::rename(m_unfinished.c_str(), m_path.c_str()) != 0)
        fail();
    m_is_kept = true;
    auto const folder = std::filesystem::path { m_path }.parent_path();
    int const entry = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool const is_safe = entry >= 0 && ::fsync(entry) == 0;
    ::close(entry);
    if (!is_safe)
        fail();
}

void NewFile::fail() const { throw std::system_error(errno, std::generic_category(), m_path); }

}
