#include "publishing/intake/ingest_file.hpp"

#include "publishing/intake/held_package.hpp"
#include "publishing/model/purge.hpp"
#include "publishing/model/urls.hpp"
#include "repo-format/formats/package_format.hpp"

namespace slipway::publishing {
namespace {

using formats::Depth;

/// Returns the format as which the file is read. The ending of its name decides, and the reader of that format reports
/// any other content. Without such an ending the first bytes decide, and if they are of no format, the file's distro.
Result<Format> format_of(const RepositoryState& repository, const ReceivedFile& file) {
    if (const auto* named = formats::with_ending(file.name)) return named->traits().format;
    const auto begin = TRY(file.bytes.content().read(0, formats::telling_bytes));
    if (const auto* recognised = formats::beginning_with(begin)) return recognised->traits().format;
    if (!file.destination.distros.empty())
        if (const auto* distro = repository.find_distro(file.destination.distros.front())) return distro->format;
    return Error("unsupported-format"_problem,
                 "the file is neither a .deb nor an .rpm: it has the first bytes of neither");
}

/// The package the repository has for these bytes: as uploaded, or as served, then or now. Of an rpm that was signed
/// several times it is the newest signed variant.
Result<std::optional<storage::PackageRow>> find_known(const storage::Catalog& catalog, RowId repository,
                                                      const Sha256& digest) {
    auto tx = TRY(catalog.read());
    auto by_upload = TRY(storage::find_package_by_upload(tx, repository, digest));
    if (by_upload) return by_upload;
    const auto served = TRY(storage::find_package(tx, repository, digest));
    if (!served) return std::optional<storage::PackageRow>();
    return storage::find_package_by_upload(tx, repository, served->uploaded_sha256);
}

/// Where the file goes: each distro with the component the file enters there.
Result<std::vector<Target>> resolve_targets(const RepositoryState& repository, Format format,
                                            const Destination& destination) {
    std::vector<Target> targets;
    for (const auto* distro : TRY(resolve_distros(repository, format, destination))) {
        auto component = TRY(resolve_component(*distro, destination.component));
        targets.push_back({distro->id, std::move(component)});
    }
    return targets;
}

/// Describes a package that the repository does not have yet: as far as its signature allows, where it gets one.
Result<> examine_new(const formats::PackageFormat& format, storage::PackageRow& row, ExaminedFile& file,
                     const ExpansionRoom& room) {
    const auto [memory, package] = TRY(hold_package(room.memory, format, file.received.bytes.content(), Depth::whole));
    TRY(package->check_listable());
    if (file.to_be_signed) {
        identify(row, *package);
        TRY(check_expansion(row, *package, room.index_text_bytes));
        return {};
    }
    TRY(describe_within(room, row, *package));
    TRY(package->check_texts(row.documents, listed_file(row)));
    file.result.warnings = package->warnings();
    return {};
}

}  // namespace

storage::PackageRow to_be_signed_anew(storage::PackageRow known) {
    known.id = 0;
    known.signed_by.clear();
    return known;
}

Error package_exists(const storage::PackageRow& package, const std::string& distro, const Sha256& holder,
                     const std::optional<HoldingChannels>& holding) {
    return Error("package-exists"_problem,
                 package.name + " " + package.version + " (" + package.architecture + ") was published in distro " +
                     distro + " with other bytes: there SHA-256 " + holder.hex() + ", uploaded " +
                     package.uploaded_sha256.hex() + (holding ? "; " + holding->have("the other bytes") : "") +
                     ". Raise the version, or set immutable_versions off on a development channel");
}

Error two_files_of_version(const storage::PackageRow& package) {
    return Error("package-exists"_problem, "two files of this upload are " + package.name + " " + package.version +
                                               " (" + package.architecture + ") with different bytes; leave one out");
}

Result<ExaminedFile> examine(const storage::Catalog& catalog, const RepositoryState& repository, ReceivedFile received,
                             const ExpansionRoom& room) {
    ExaminedFile file{std::move(received), {}};
    IngestedPackage& result = file.result;
    result.file = file.received.name;
    const RandomAccess& bytes = file.received.bytes.content();

    storage::PackageRow row;
    row.repository = repository.settings.id;
    row.sha256 = row.uploaded_sha256 = file.received.bytes.digest();
    row.size = file.received.bytes.size();
    row.format = TRY(format_of(repository, file.received));
    if (is_purged(repository, row.sha256)) return purged_earlier(result.file, row.sha256);
    auto known = TRY(find_known(catalog, repository.settings.id, row.sha256));
    const auto& format = formats::of(known ? known->format : row.format);
    const bool gets_signature = format.traits().signs_packages && repository.settings.sign_packages;
    if (known && is_signed_by_revoked(repository, *known)) {
        TRY(hold_package(room.memory, format, bytes, Depth::whole));
        file.to_be_signed = true;
        row = to_be_signed_anew(std::move(*known));
    } else if (known) {
        if (!gets_signature)
            result.warnings = TRY(hold_package(room.memory, format, bytes, Depth::headers)).package->warnings();
        row = std::move(*known);
    } else {
        file.to_be_signed = gets_signature;
        TRY(examine_new(format, row, file, room));
    }
    TRY(format.check_package_architecture(row.architecture));
    result.targets = TRY(resolve_targets(repository, row.format, file.received.destination));
    result.package = std::move(row);
    return file;
}

}  // namespace slipway::publishing
