#include "storage/catalog/packages.hpp"

#include "storage/catalog/connection.hpp"
#include "storage/catalog/document_texts.hpp"

namespace slipway::storage {
namespace {

PackageRow read_package(Row& row) {
    PackageRow package;
    package.id = row.integer();
    package.repository = row.integer();
    package.sha256 = row.digest();
    package.uploaded_sha256 = row.digest();
    package.format = row.word<Format>();
    package.name = row.text();
    package.version = row.text();
    package.architecture = row.text();
    package.source = row.text();
    package.summary = row.text();
    package.file_name = row.text();
    package.signed_by = row.text();
    package.size = row.natural<std::uint64_t>();
    package.weight = row.natural<std::uint32_t>();
    package.uploaded_at = row.time();
    package.provenance = row.text();
    return package;
}

/// Returns the checksum of everything that goes into an index.
Checksum checksum_of_row(const PackageRow& package) {
    Checksummer checksum;
    for (const auto& text :
         {std::string(package.sha256.raw()), std::string(package.uploaded_sha256.raw()),
          std::string(name_of(package.format)), package.name, package.version, package.architecture, package.source,
          package.file_name, std::to_string(package.size), std::to_string(package.weight)})
        checksum.add_field(text);
    return checksum.value();
}

Result<> check_row(const std::optional<PackageRow>& package, const std::optional<Checksum>& checksum) {
    if (!package || !checksum || *checksum == checksum_of_row(*package)) return {};
    return Error(Fault::corrupt, "the catalog's row of package " + package->sha256.hex() + " is damaged");
}

Result<RowId> insert_package_row(Connection& connection, const PackageRow& package) {
    return insert_row(
        connection,
        "INSERT INTO packages (repository, sha256, uploaded_sha256, format, name, version, architecture, source,"
        " summary, file_name, signed_by, size, weight, uploaded_at, provenance, checksum)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        package.repository, package.sha256, package.uploaded_sha256, package.format, package.name, package.version,
        package.architecture, package.source, package.summary, package.file_name, package.signed_by, package.size,
        package.weight, package.uploaded_at, package.provenance, checksum_of_row(package));
}

}  // namespace

Result<std::optional<PackageRow>> find_package(const ReadTransaction& tx, RowId repository, const Sha256& sha256) {
    return find_row(
        tx.connection(),
        "SELECT id, repository, sha256, uploaded_sha256, format, name, version, architecture, source, summary,"
        " file_name, signed_by, size, weight, uploaded_at, provenance"
        " FROM packages WHERE repository = ? AND sha256 = ?",
        read_package, repository, sha256);
}

Result<std::unordered_map<Sha256, PackageRow>> find_packages(const ReadTransaction& tx, RowId repository,
                                                             std::span<const Sha256> digests) {
    std::unordered_map<Sha256, PackageRow> found;
    found.reserve(digests.size());
    const auto keep = [&](Row& row) {
        auto package = read_package(row);
        const Sha256 digest = package.sha256;
        found.insert_or_assign(digest, std::move(package));
    };
    TRY(for_each_row_of_set(
        tx.connection(),
        "SELECT id, repository, sha256, uploaded_sha256, format, name, version, architecture, source, summary,"
        " file_name, signed_by, size, weight, uploaded_at, provenance"
        " FROM packages WHERE repository = ? AND sha256 IN (?...)",
        digests, keep, repository));
    return found;
}

Result<std::optional<PackageRow>> find_package_with_documents(const ReadTransaction& tx, RowId repository,
                                                              const Sha256& sha256) {
    std::string packed;
    std::optional<Checksum> checksum;
    auto package = TRY(find_row(
        tx.connection(),
        "SELECT id, repository, sha256, uploaded_sha256, format, name, version, architecture, source, summary,"
        " file_name, signed_by, size, weight, uploaded_at, provenance, documents, checksum"
        " FROM packages JOIN package_texts ON package = id WHERE repository = ? AND sha256 = ?",
        [&](Row& row) {
            auto read = read_package(row);
            packed = row.text();
            checksum = row.optional_checksum();
            return read;
        },
        repository, sha256));
    TRY(check_row(package, checksum));
    if (package) package->documents = TRY(unpack_documents(packed).during("package " + sha256.hex()));
    return package;
}

Result<> check_package_row(const ReadTransaction& tx, RowId repository, const Sha256& sha256) {
    std::optional<Checksum> checksum;
    const auto package = TRY(find_row(
        tx.connection(),
        "SELECT id, repository, sha256, uploaded_sha256, format, name, version, architecture, source, summary,"
        " file_name, signed_by, size, weight, uploaded_at, provenance, checksum"
        " FROM packages WHERE repository = ? AND sha256 = ?",
        [&](Row& row) {
            auto read = read_package(row);
            checksum = row.optional_checksum();
            return read;
        },
        repository, sha256));
    return check_row(package, checksum);
}

Result<std::optional<PackageRow>> find_package_by_id(const ReadTransaction& tx, RowId id) {
    return find_row(
        tx.connection(),
        "SELECT id, repository, sha256, uploaded_sha256, format, name, version, architecture, source, summary,"
        " file_name, signed_by, size, weight, uploaded_at, provenance FROM packages WHERE id = ?",
        read_package, id);
}

Result<> replace_texts(WriteTransaction& tx, RowId package, const std::vector<std::string>& documents) {
    return execute(tx.connection(), "UPDATE package_texts SET documents = ? WHERE package = ?",
                   Blob{pack_documents(documents)}, package);
}

Result<std::optional<PackageRow>> find_package_by_upload(const ReadTransaction& tx, RowId repository,
                                                         const Sha256& uploaded) {
    return find_row(
        tx.connection(),
        "SELECT id, repository, sha256, uploaded_sha256, format, name, version, architecture, source, summary,"
        " file_name, signed_by, size, weight, uploaded_at, provenance"
        " FROM packages WHERE repository = ? AND uploaded_sha256 = ? ORDER BY id DESC LIMIT 1",
        read_package, repository, uploaded);
}

Result<std::unordered_map<Sha256, PackageRow>> find_packages_by_upload(const ReadTransaction& tx, RowId repository,
                                                                       std::span<const Sha256> uploaded) {
    std::unordered_map<Sha256, PackageRow> newest;
    newest.reserve(uploaded.size());
    const auto keep = [&](Row& row) {
        auto package = read_package(row);
        const auto [known, is_new] = newest.try_emplace(package.uploaded_sha256);
        if (is_new || known->second.id < package.id) known->second = std::move(package);
    };
    TRY(for_each_row_of_set(
        tx.connection(),
        "SELECT id, repository, sha256, uploaded_sha256, format, name, version, architecture, source, summary,"
        " file_name, signed_by, size, weight, uploaded_at, provenance"
        " FROM packages WHERE repository = ? AND uploaded_sha256 IN (?...)",
        uploaded, keep, repository));
    return newest;
}

Result<std::vector<PackageRow>> find_variants(const ReadTransaction& tx, RowId repository, const Sha256& digest) {
    return find_rows(
        tx.connection(),
        "SELECT id, repository, sha256, uploaded_sha256, format, name, version, architecture, source, summary,"
        " file_name, signed_by, size, weight, uploaded_at, provenance"
        " FROM packages WHERE repository = ? AND (uploaded_sha256 = ? OR uploaded_sha256 ="
        " (SELECT uploaded_sha256 FROM packages WHERE repository = ? AND sha256 = ?)) ORDER BY id",
        read_package, repository, digest, repository, digest);
}

Result<std::vector<std::string>> documents_of(const ReadTransaction& tx, RowId repository, const Sha256& sha256) {
    const auto packed = TRY(find_row(
        tx.connection(),
        "SELECT documents FROM package_texts WHERE package ="
        " (SELECT id FROM packages WHERE repository = ? AND sha256 = ?)",
        [](Row& row) { return row.text(); }, repository, sha256));
    if (!packed) return Error(Fault::not_found, "the repository has no package " + sha256.hex());
    return unpack_documents(*packed).during("package " + sha256.hex());
}

Result<std::string> first_document_of(const ReadTransaction& tx, RowId package, std::size_t most) {
    const auto packed = TRY(find_row(
        tx.connection(), "SELECT documents FROM package_texts WHERE package = ?", [](Row& row) { return row.text(); },
        package));
    if (!packed) return Error(Fault::not_found, "there is no package in row " + std::to_string(package));
    return unpack_first_document(*packed, most).during("package in row " + std::to_string(package));
}

Result<RowId> insert_package(WriteTransaction& tx, const PackageRow& package) {
    Connection& connection = tx.connection();
    auto savepoint = TRY(Savepoint::begin(connection));
    const RowId id = TRY(insert_package_row(connection, package).during("package " + package.sha256.hex()));
    TRY(execute(connection, "INSERT INTO package_texts (package, documents) VALUES (?, ?)", id,
                Blob{pack_documents(package.documents)}));
    TRY(std::move(savepoint).release());
    return id;
}

Result<> visit_package_blobs(const ReadTransaction& tx,
                             const std::function<void(const Sha256&, std::uint64_t size)>& visitor) {
    return for_each_of_many_rows(
        tx.connection(), "SELECT sha256, size FROM packages UNION SELECT sha256, size FROM pool_names", [&](Row& row) {
            const Sha256 id = row.digest();
            visitor(id, row.natural<std::uint64_t>());
        });
}

Result<std::vector<NeededBlob>> blobs_behind(const ReadTransaction& tx, const Sha256& last, std::size_t most) {
    const auto read = [](Row& row) {
        NeededBlob blob;
        blob.sha256 = row.digest();
        blob.size = row.natural<std::uint64_t>();
        return blob;
    };
    return find_rows(tx.connection(),
                     "SELECT DISTINCT sha256, size FROM packages WHERE sha256 > ? ORDER BY sha256 LIMIT ?", read, last,
                     most);
}

Result<RowId> last_package(const ReadTransaction& tx) {
    const auto last = TRY(
        find_row(tx.connection(), "SELECT coalesce(max(id), 0) FROM packages", [](Row& row) { return row.integer(); }));
    return last.value_or(0);
}

Result<std::vector<StoredTexts>> texts_behind(const ReadTransaction& tx, RowId last, std::size_t most) {
    const auto read = [](Row& row) {
        StoredTexts texts;
        texts.package = row.integer();
        texts.name = row.text();
        texts.packed = row.text();
        return texts;
    };
    return find_rows(
        tx.connection(),
        "SELECT t.package, p.file_name, t.documents FROM package_texts t JOIN packages p ON p.id = t.package"
        " WHERE t.package > ? ORDER BY t.package LIMIT ?",
        read, last, most);
}

Result<> check_texts(const StoredTexts& texts) {
    TRY(unpack_documents(texts.packed));
    return {};
}

Result<bool> is_blob_needed(const ReadTransaction& tx, const Sha256& sha256) {
    // Each repository and distro is asked by its key: there is no index over the digest alone.
    const auto needed = TRY(find_row(
        tx.connection(),
        "SELECT EXISTS (SELECT 1 FROM packages WHERE repository IN (SELECT id FROM repositories) AND sha256 = ?)"
        " OR EXISTS (SELECT 1 FROM pool_names WHERE distro IN (SELECT id FROM distros) AND prefix = ? AND sha256 = ?)",
        [](Row& row) { return row.boolean(); }, sha256, Blob{pool_prefix_of(sha256)}, sha256));
    return needed.value_or(false);
}

Result<std::vector<PoolName>> delete_package(WriteTransaction& tx, RowId repository, const Sha256& sha256) {
    Connection& connection = tx.connection();
    auto savepoint = TRY(Savepoint::begin(connection));
    const auto read_name = [&](Row& row) {
        PoolName name;
        name.distro = row.integer();
        name.sha256 = sha256;
        name.file_name = row.text();
        name.size = row.natural<std::uint64_t>();
        return name;
    };
    auto names = TRY(find_rows(connection,
                               "SELECT distro, file_name, size FROM pool_names WHERE distro IN"
                               " (SELECT id FROM distros WHERE repository = ?) AND prefix = ? AND sha256 = ?",
                               read_name, repository, Blob{pool_prefix_of(sha256)}, sha256));
    for (const PoolName& name : names)
        TRY(execute(connection, "DELETE FROM pool_names WHERE distro = ? AND prefix = ? AND file_name = ?", name.distro,
                    Blob{pool_prefix_of(sha256)}, name.file_name));
    TRY(execute(connection, "DELETE FROM packages WHERE repository = ? AND sha256 = ?", repository, sha256));
    TRY(std::move(savepoint).release());
    return names;
}

Result<> visit_packages(const ReadTransaction& tx,
                        const std::function<void(RowId repository, const Sha256&, Seconds)>& visitor) {
    return for_each_of_many_rows(tx.connection(), "SELECT repository, sha256, uploaded_at FROM packages",
                                 [&](Row& row) {
                                     const RowId repository = row.integer();
                                     const Sha256 sha256 = row.digest();
                                     visitor(repository, sha256, row.time());
                                 });
}

}  // namespace slipway::storage
