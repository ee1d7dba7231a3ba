#pragma once

#include "tests/support/rpm_header_builder.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::testing {

/// Comparisons of rpm's dependencies (RPMSENSE_…); may be combined with others of its bits.
enum RpmSense : std::uint32_t { any_version = 0, less = 2, greater = 4, equal = 8, script_pre = 1 << 9 };

/// Makes small valid .rpm files without rpmbuild:
///
///     const std::string bytes = an_rpm("hello").version("1.0").requires_("bash", RpmSense::greater, "5").bytes();
///
/// As rpm 4.18 builds them: lead, signature header with digests and reserved space, main header, gzip'ed cpio. The
/// files are real: rpm can install the package. `tag` and `without` edit the main header, `signature_tag` the
/// signature header, before digests are made: the package stays consistent whatever they hold. To make a *corrupt*
/// file, change the bytes.
class RpmBuilder {
public:
    explicit RpmBuilder(std::string name);

    RpmBuilder& version(std::string_view value) { return text(1001, value); }
    RpmBuilder& release(std::string_view value) { return text(1002, value); }
    RpmBuilder& epoch(std::uint32_t value);
    RpmBuilder& architecture(std::string_view value) { return text(1022, value); }
    RpmBuilder& summary(std::string_view value);
    RpmBuilder& description(std::string_view value);
    /// A source package: no SOURCERPM, SOURCEPACKAGE set.
    RpmBuilder& source();

    RpmBuilder& file(std::string path, std::string content, std::uint32_t flags = 0);
    RpmBuilder& directory(std::string path);

    RpmBuilder& provides(std::string name, std::uint32_t sense = any_version, std::string version = "");
    RpmBuilder& requires_(std::string name, std::uint32_t sense = any_version, std::string version = "");
    RpmBuilder& conflicts(std::string name, std::uint32_t sense = any_version, std::string version = "");
    RpmBuilder& obsoletes(std::string name, std::uint32_t sense = any_version, std::string version = "");
    RpmBuilder& recommends(std::string name, std::uint32_t sense = any_version, std::string version = "");
    /// Newest first, as in a spec file.
    RpmBuilder& changelog(std::uint32_t time, std::string author, std::string text);

    /// 3 (no regions, OLDFILENAMES), 4 (the default) or 6.
    RpmBuilder& format(int format);
    /// As rpm before 4.14 built: header signatures do not cover the payload.
    RpmBuilder& without_payload_digest();
    /// Bytes kept for signatures; 0 for none. rpm's default is 4128.
    RpmBuilder& reserved_space(std::size_t bytes);

    RpmBuilder& text(std::uint32_t tag, std::string_view value);
    RpmBuilder& tag(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::string data);
    RpmBuilder& without(std::uint32_t tag);
    RpmBuilder& signature_tag(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::string data);

    std::string bytes() const;

private:
    struct File {
        std::string path, content;
        std::uint32_t flags;
        std::uint16_t mode;
    };
    struct Dependency {
        std::string name;
        std::uint32_t sense;
        std::string version;
    };
    struct ChangelogEntry {
        std::uint32_t time;
        std::string author, text;
    };
    struct RawValue {
        std::uint32_t type, count;
        std::string data;
    };
    using Edits = std::map<std::uint32_t, RawValue>;

    RpmBuilder& add(std::vector<Dependency>& list, std::string name, std::uint32_t sense, std::string version);
    std::string cpio() const;
    std::string main_header(const std::string& payload, const std::string& archive) const;
    std::string signature_header(const std::string& main, const std::string& payload, std::size_t archive_size) const;
    void put_files(RpmHeaderBuilder& header) const;
    void put_dependencies(RpmHeaderBuilder& header) const;
    void put_changelog(RpmHeaderBuilder& header) const;
    void put_payload_tags(RpmHeaderBuilder& header, const std::string& payload, const std::string& archive) const;

    RpmHeaderBuilder basic_;
    std::vector<File> files_;
    std::vector<Dependency> provides_, requires_list_, conflicts_, obsoletes_, recommends_;
    std::vector<ChangelogEntry> changelog_;
    Edits edits_, signature_edits_;
    std::vector<std::uint32_t> removed_;
    int format_ = 4;
    bool payload_digest_ = true;
    std::size_t reserved_space_ = 4128;
};

inline RpmBuilder an_rpm(std::string name) { return RpmBuilder(std::move(name)); }

}  // namespace slipway::testing
