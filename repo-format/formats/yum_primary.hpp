#pragma once

#include "repo-format/formats/package_list.hpp"

namespace slipway::formats {

/// yum's primary.xml, filelists.xml and other.xml: an element of each for each rpm.
class YumPrimary final : public PackageList {
public:
    static constexpr std::string_view every_machine = "noarch";  // as such an rpm and the index of these alone call it
    static constexpr std::string_view source_packages = "source";

    YumPrimary();

    std::vector<std::string> listing_indexes(const std::vector<std::string>& architectures,
                                             const std::string& architecture) const override;
    std::vector<Output> outputs(Compression compression) const override;
    std::string variant(std::string_view component) const override;
    std::string component_of(std::string_view variant) const override;
    std::string header(Document document, std::uint64_t count) const override;
    std::string_view footer(Document document) const override;
    std::string path(const IndexFile& file) const override;

private:
    void append_text(std::string& out, std::string_view text, std::string_view component,
                     const ListedFile& file) const override;
};

}  // namespace slipway::formats
