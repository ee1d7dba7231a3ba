#include "publishing/intake/ingest_file.hpp"

#include "publishing/intake/rpm_signing.hpp"
#include "publishing/model/architectures.hpp"
#include "publishing/model/purge.hpp"
#include "repo-format/apt/packages_stanza.hpp"
#include "repo-format/apt/stanza_reader.hpp"
#include "repo-format/deb/deb_package.hpp"
#include "repo-format/deb/pool_path.hpp"
#include "repo-format/rpm/signature_warnings.hpp"
#include "repo-format/yum/copied_texts.hpp"
#include "repo-format/yum/package_files.hpp"

namespace slipway::publishing {
namespace {

constexpr std::string_view rpm_magic = "\xed\xab\xee\xdb";
constexpr std::string_view deb_magic = "!<arch>\n";

/// What the file is taken for. A name that says it must be right, as the reader of that format says what else the file
/// is; without one the bytes tell, and bytes that are neither are judged by the distro they are for.
Result<std::string> format_of(const RepositoryState& repository, const ReceivedFile& file) {
    if (const auto named = format_of_name(file.name)) return *named;
    const auto begin = TRY(file.bytes.content().read(0, deb_magic.size()));
    if (begin.starts_with(rpm_magic)) return std::string("rpm");
    if (begin == deb_magic) return std::string("deb");
    if (!file.destination.distros.empty())
        if (const auto* distro = repository.find_distro(file.destination.distros.front())) return distro->format;
    return Error("unsupported-format"_problem,
                 "the file is neither a .deb nor an .rpm: it has the first bytes of neither");
}

/// The package the repository has for these bytes: as uploaded, or as served, then or now. Of an rpm that was signed
/// several times it is the newest signing.
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
Result<std::vector<Target>> resolve_targets(const RepositoryState& repository, const std::string& format,
                                            const Destination& destination) {
    std::vector<Target> targets;
    for (const auto* distro : TRY(resolve_distros(repository, format, destination))) {
        auto component = TRY(resolve_component(*distro, destination.component));
        targets.push_back({distro->id, std::move(component)});
    }
    return targets;
}

/// A control file has at most 1 MiB, and its text in the index little more.
std::uint64_t deb_text_bytes(const deb::DebPackage& package) { return apt::stanza_fields(package.control).size(); }

/// The second look at what everybody's apt will read.
Result<> check_index_text(const storage::PackageRow& row, const deb::DebPackage& package) {
    const auto path = deb::pool_path("", row.source, row.sha256, row.file_name);
    return apt::check_stanza(apt::packages_stanza(row.documents.front(), path, row.size, row.sha256), package.control);
}

/// Its warnings.
Result<std::vector<std::string>> describe_new_deb(storage::PackageRow& row, const RandomAccess& bytes,
                                                  const ExpansionRoom& room) {
    auto package = TRY(deb::read_deb(bytes, deb::VerifyData::yes));
    TRY(room.memory.take(memory_of_texts(deb_text_bytes(package))));
    describe_deb(row, package);
    TRY(check_index_text(row, package));
    return std::move(package.warnings);
}

}  // namespace

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
    ExaminedFile file{std::move(received), {}, std::nullopt};
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
    if (known && is_signed_by_revoked(repository, *known)) {
        TRY(rpm::read_rpm(bytes, rpm::VerifyDigests::yes));
        file.to_be_signed = true;
        row = to_be_signed_anew(std::move(*known));
    } else if (known) {
        if (known->format == "deb") result.warnings = TRY(deb::read_deb(bytes, deb::VerifyData::no)).warnings;
        if (known->format == "rpm" && !repository.settings.sign_packages)
            result.warnings = rpm::signature_warnings(TRY(rpm::read_rpm(bytes, rpm::VerifyDigests::no)));
        row = std::move(*known);
    } else if (row.format == "rpm") {
        const auto package = TRY(rpm::read_rpm(bytes, rpm::VerifyDigests::yes));
        TRY(yum::check_copied_texts(package));
        TRY(yum::check_file_names(package));
        file.to_be_signed = repository.settings.sign_packages;
        if (file.to_be_signed) {
            identify_rpm(row, package);
        } else {
            TRY(describe_within(room, row, package));
            result.warnings = rpm::signature_warnings(package);
        }
        TRY(check_expansion(package, room.index_text_bytes));
    } else {
        result.warnings = TRY(describe_new_deb(row, bytes, room));
    }
    TRY(check_package_architecture(row.format, row.architecture));
    result.targets = TRY(resolve_targets(repository, row.format, file.received.destination));
    result.package = std::move(row);
    return file;
}

}  // namespace slipway::publishing
