#include "tests/publishing/many_packages.hpp"

#include <algorithm>

namespace slipway::testing {

namespace {

using publishing::IngestedPackage;

/// A package named by `number`, without texts, for the first distro of this format.
IngestedPackage numbered(const PublisherFixture& slipway, const std::string& repository, Format format,
                         std::size_t number) {
    const auto& settings = slipway.repository(repository).state.settings;
    const auto distro = std::find_if(settings.distros.begin(), settings.distros.end(),
                                     [&](const auto& row) { return row.format == format; });
    storage::PackageRow row;
    row.repository = settings.id;
    row.name = sha256_of(std::to_string(number)).hex().substr(0, 8) + "-" + std::to_string(number);
    row.format = format;
    row.source = row.name;
    row.sha256 = row.uploaded_sha256 = sha256_of(std::string(name_of(format)) + row.name);
    row.size = 1000;
    row.provenance = "{}";
    return {"",           std::move(row), {{distro->id, publishing::components_of(*distro).front()}},
            std::nullopt, nullptr,        nullptr};
}

}  // namespace

std::vector<IngestedPackage> many_debs(const PublisherFixture& slipway, std::size_t first, std::size_t count,
                                       const std::string& repository) {
    std::vector<IngestedPackage> packages;
    for (std::size_t number = first; number < first + count; ++number) {
        auto& package = packages.emplace_back(numbered(slipway, repository, Format::deb, number));
        auto& row = package.package;
        const std::string salt = sha256_of(row.name).hex();
        row.version = "1.0-1";
        row.architecture = "amd64";
        package.file = row.file_name = row.name + "_1.0-1_amd64.deb";
        row.documents = {"Package: " + row.name + "\nVersion: 1.0-1\nArchitecture: amd64\nDescription: " + salt +
                         "\n " + salt + salt + "\n " + salt + "\n"};
        row.weight = static_cast<std::uint32_t>(row.documents.front().size() + 200);
    }
    return packages;
}

std::vector<IngestedPackage> many_rpms(const PublisherFixture& slipway, std::size_t first, std::size_t count) {
    std::vector<IngestedPackage> packages;
    for (std::size_t number = first; number < first + count; ++number) {
        auto& package = packages.emplace_back(numbered(slipway, "main", Format::rpm, number));
        auto& row = package.package;
        std::string description;
        while (description.size() < 1500) description += sha256_of(row.name + description).hex() + "\n";
        row.version = "1.0-1";
        row.architecture = "x86_64";
        package.file = row.file_name = row.name + "-1.0-1.x86_64.rpm";
        row.documents = {"<package type=\"rpm\"><name>" + row.name + "</name><description>" + description +
                             "</description></package>\n",
                         "<package pkgid=\"" + row.sha256.hex() + "\"></package>\n",
                         "<package pkgid=\"" + row.sha256.hex() + "\"></package>\n"};
        row.weight = static_cast<std::uint32_t>(row.documents.front().size() + 200);
    }
    return packages;
}

std::future<Result<publishing::UploadAnswer>> begin_upload(PublisherFixture& slipway,
                                                           std::vector<publishing::IngestedPackage> packages,
                                                           const std::string& repository) {
    auto promise = std::make_shared<std::promise<Result<publishing::UploadAnswer>>>();
    auto answer = promise->get_future();
    slipway.publisher().carry_out<publishing::UploadChange>(
        repository, publishing::Actor{"test", ""}, "dev", std::move(packages),
        [promise](Result<publishing::UploadAnswer> result) { promise->set_value(std::move(result)); });
    return answer;
}

}  // namespace slipway::testing
