#include "publishing/ingest_file.hpp"

#include "publishing/rpm_signing.hpp"
#include "repo-format/apt/packages_stanza.hpp"
#include "repo-format/deb/deb_package.hpp"
#include "repo-format/deb/pool_path.hpp"

namespace slipway::publishing {
namespace {

constexpr std::string_view rpm_magic = "\xed\xab\xee\xdb";

void describe_deb(storage::PackageRow& row, const deb::DebPackage& package) {
    row.name = package.name;
    row.version = package.version;
    row.architecture = package.architecture;
    row.source = package.source;
    const auto description = package.control.find("Description").value_or("");
    row.summary = std::string(description.substr(0, description.find('\n')));
    row.file_name = deb::pool_file_name(package);
    row.documents = {apt::stanza_fields(package.control)};
    // The component's name is left out: it would move block boundaries between components.
    const auto path = deb::pool_path("", row.source, row.sha256, row.file_name);
    row.weight =
        static_cast<std::uint32_t>(apt::packages_stanza(row.documents.front(), path, row.size, row.sha256).size());
}

/// The package the repository has for these bytes: as served, or as uploaded.
Result<std::optional<storage::PackageRow>> find_known(const storage::Catalog& catalog, RowId repository,
                                                      const Sha256& digest) {
    auto tx = TRY(catalog.read());
    auto by_upload = TRY(storage::find_package_by_upload(tx, repository, digest));
    if (by_upload) return by_upload;
    return storage::find_package(tx, repository, digest);
}

}  // namespace

Result<ExaminedFile> examine(const storage::Catalog& catalog, const RepositoryState& repository,
                             ReceivedFile received) {
    ExaminedFile file{std::move(received), {}, std::nullopt, false, std::nullopt};
    IngestedPackage& result = file.result;
    result.file = file.received.name;
    const RandomAccess& bytes = file.received.bytes.content();
    const bool is_rpm = TRY(bytes.read(0, rpm_magic.size())) == rpm_magic;

    storage::PackageRow row;
    row.repository = repository.settings.id;
    row.sha256 = row.uploaded_sha256 = file.received.bytes.digest();
    row.size = file.received.bytes.size();
    row.format = is_rpm ? "rpm" : "deb";
    auto known = TRY(find_known(catalog, repository.settings.id, row.sha256));
    if (known) {
        row = std::move(*known);
    } else if (is_rpm) {
        file.rpm = TRY(rpm::read_rpm(bytes, rpm::VerifyDigests::yes));
        file.to_be_signed = repository.settings.sign_packages;
        if (!file.to_be_signed) describe_rpm(row, *file.rpm);
    } else {
        const auto package = TRY(deb::read_deb(bytes));
        describe_deb(row, package);
    }
    for (const auto* distro : TRY(resolve_distros(repository, row.format, file.received.destination))) {
        result.component = TRY(resolve_component(*distro, file.received.destination.component));
        result.distros.push_back(distro->id);
    }
    result.package = std::move(row);
    return file;
}

}  // namespace slipway::publishing
