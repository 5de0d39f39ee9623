#include "mail/files_transport.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace portal::mail {

namespace {

// Gives errno, 0 when all bytes are on the disk.
int write_file(std::string const& path, std::string const& content)
{
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return errno;
    int problem = 0;
    for (std::size_t written = 0; written < content.size() && problem == 0;) {
        auto const count = ::write(file, content.data() + written, content.size() - written);
        if (count < 0)
            problem = errno;
        else
            written += static_cast<std::size_t>(count);
    }
    if (problem == 0 && ::fsync(file) != 0)
        problem = errno;
    ::close(file);
    return problem;
}

int sync_folder(std::string const& path)
{
    int const folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return errno;
    int const problem = ::fsync(folder) == 0 ? 0 : errno;
    ::close(folder);
    return problem;
}

}

std::string file_name(std::string const& message_id)
{
    std::string name;
    for (char const sign : message_id.substr(0, message_id.find('@')))
        if ((sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || sign == '-' || sign == '_'
            || (sign == '.' && !name.empty()))
            name += sign;
    return name + ".eml";
}

FilesTransport::FilesTransport(std::string folder)
    : m_folder(std::move(folder))
{
    std::filesystem::create_directories(m_folder);
}

SendResult FilesTransport::send(Message const& message)
{
    auto const name = file_name(message.message_id);
    auto const draft = m_folder + "/." + name + "." + std::to_string(::getpid());
    int problem = write_file(draft, to_mime(message));
    if (problem == 0 && ::rename(draft.c_str(), (m_folder + "/" + name).c_str()) != 0)
        problem = errno;
    if (problem == 0)
        problem = sync_folder(m_folder);
    if (problem == 0)
        return { Outcome::accepted, "" };
    ::unlink(draft.c_str());
    return { Outcome::try_again, m_folder + ": " + std::strerror(problem) };
}

}
