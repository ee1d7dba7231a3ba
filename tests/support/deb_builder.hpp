#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slipway::testing {

/// An entry of a tar archive. `type` is the ustar type flag: '0' file, '5' directory, '2' symbolic link, '1' hard link.
struct TarEntry {
    std::string name;
    std::string content = {};
    char type = '0';
    std::string link = {};
};
std::string a_tar(const std::vector<TarEntry>& entries);

/// A header of 60 bytes, the content and its padding; `size` overrides what the header says.
std::string an_ar_member(const std::string& name, const std::string& content, std::optional<std::string> size = {});
/// "!<arch>\n" and the members.
std::string an_ar(const std::vector<std::string>& members);

/// `bytes` compressed as the extension says: "", ".gz", ".xz", ".zst", ".bz2" or ".lzma".
std::string compressed(const std::string& bytes, const std::string& extension);

/// Builds a real `.deb`, byte for byte the same at every call, that dpkg installs:
/// `a_deb("hello").version("1.0").depends("libc6").build()`.
class DebBuilder {
public:
    explicit DebBuilder(const std::string& name);

    /// Sets a control field, replacing one of that name.
    DebBuilder& field(const std::string& name, const std::string& value);
    DebBuilder& version(const std::string& value) { return field("Version", value); }
    DebBuilder& architecture(const std::string& value) { return field("Architecture", value); }
    DebBuilder& depends(const std::string& value) { return field("Depends", value); }
    DebBuilder& source(const std::string& value) { return field("Source", value); }
    DebBuilder& without(const std::string& name);
    /// The control file's text, instead of the fields.
    DebBuilder& control_text(std::string text);
    /// A file to install; `path` begins with '/'. There is one below /usr/share/doc already.
    DebBuilder& file(const std::string& path, const std::string& content);
    /// The extension of control.tar and of data.tar; ".xz" both unless told.
    DebBuilder& control_compression(std::string extension);
    DebBuilder& data_compression(std::string extension);

    std::string control() const;
    std::string build() const;

private:
    std::vector<std::pair<std::string, std::string>> fields_;
    std::optional<std::string> control_text_;
    std::vector<TarEntry> files_;
    std::string control_compression_ = ".xz";
    std::string data_compression_ = ".xz";
};

/// Version 1.0 for amd64, with the fields dpkg asks for.
inline DebBuilder a_deb(const std::string& name) { return DebBuilder(name); }

}  // namespace slipway::testing
