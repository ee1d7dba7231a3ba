#pragma once

#include "repo-format/formats/package_format.hpp"

namespace slipway::formats {

/// Debian's packages: dpkg's order and architectures, `Packages`, one Release per channel, the pool, `.sources`.
class DebFormat final : public PackageFormat {
public:
    DebFormat();

    Result<std::unique_ptr<ReadPackage>> read(const RandomAccess& file, Depth depth) const override;
    Result<std::uint64_t> memory_of_headers(const RandomAccess& file) const override;
    Identity parse_file_name(std::string_view stem) const override;
    PackageFacts facts(std::string_view text) const override;
    std::string provided_names(std::string_view text) const override;

    Result<> check_package_architecture(std::string_view architecture) const override;
    Result<> check_declared_architecture(std::string_view architecture) const override;
    std::optional<std::string> own_index(const std::string& architecture) const override;
    bool may_list_for_others(std::string_view architecture) const override;

    std::string package_path(const PackagePlace& place, const ListedFile& file) const override;
    std::optional<PathInDistro> parse_path(std::span<const std::string> path) const override;

    std::string set_up_file(const ChannelAddress& address) const override;
    std::string installed_name(const ChannelAddress& address) const override;
    std::string source_line(const ChannelAddress& address) const override;
};

}  // namespace slipway::formats
