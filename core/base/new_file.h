// A file that is there whole or not at all: written beside its place, synchronised to the disk and renamed.
#pragma once

#include <string>
#include <string_view>

namespace portal {

class NewFile {
public:
    // An existing file of this name stays until keep(). All of these throw std::system_error with the path.
    explicit NewFile(std::string const& path);
    ~NewFile();
    NewFile(NewFile const&) = delete;
    NewFile& operator=(NewFile const&) = delete;

    void write(std::string_view bytes);
    // Without it nothing of the file is left.
    void keep();

private:
    [[noreturn]] void fail() const;

    std::string m_path, m_unfinished;
    int m_file;
    bool m_is_kept = false;
};

}
