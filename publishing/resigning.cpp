#include "publishing/resigning.hpp"

#include "publishing/rpm_signing.hpp"

#include <set>

namespace slipway::publishing {

void Resigning::start(Parts parts, std::shared_ptr<const RepositoryState> repository, std::string revoked,
                      Done<Replacements> done) {
    Self self(new Resigning(parts, std::move(repository), std::move(revoked), std::move(done)));
    parts.cpu.post([self] {
        auto found = self->find_packages();
        if (!found.ok()) return self->done_(std::move(found).error());
        sign_next(self);
    });
}

Result<> Resigning::find_packages() {
    auto tx = TRY(parts_.catalog.read());
    std::set<Sha256> seen;
    const auto look = [&](const index::Entry& entry) -> Result<> {
        if (!seen.insert(entry.key.sha256).second) return {};
        auto row = TRY(storage::find_package(tx, repository_->settings.id, entry.key.sha256));
        if (row && row->signed_by == revoked_) packages_.push_back(std::move(*row));
        return {};
    };
    for (const auto& [name, channel] : repository_->channels) {
        for (const auto& [key, list] : channel.lists) {
            if (repository_->find_distro(key.distro)->format != "rpm") continue;
            Result<> looked;
            TRY(index::visit_entries(parts_.nodes, index::VersionOrder::rpm, list.root, std::nullopt,
                                     [&](const index::Entry& entry) {
                                         looked = look(entry);
                                         return looked.ok() ? index::Visit::next : index::Visit::stop;
                                     }));
            TRY(std::move(looked));
        }
    }
    return {};
}

void Resigning::sign_next(Self self) {
    if (self->next_ == self->packages_.size()) return self->done_(std::move(self->made_));
    const auto row = std::make_shared<storage::PackageRow>(self->packages_[self->next_++]);
    auto opened = self->parts_.blobs.open_blob(row->sha256);
    if (!opened.ok()) return self->done_(std::move(opened).error().during("signing " + row->file_name + " anew"));
    const std::shared_ptr<const storage::File> file = std::move(opened).release();
    auto bytes = FileBytes::of(file->descriptor());
    if (!bytes.ok()) return self->done_(std::move(bytes).error());
    auto read = rpm::read_rpm(*bytes, rpm::VerifyDigests::no);
    if (!read.ok()) return self->done_(std::move(read).error().during("signing " + row->file_name + " anew"));

    const auto package = std::make_shared<const rpm::RpmPackage>(std::move(read).release());
    const auto made = [self, row, file, package](Result<rpm::Signatures> signatures) {
        if (!signatures.ok())
            return self->done_(std::move(signatures).error().during("signing " + row->file_name + " anew"));
        self->parts_.cpu.post([self, row, file, package, made = std::move(signatures).release()] {
            auto kept = self->keep(*row, *file, *package, made);
            if (!kept.ok()) return self->done_(std::move(kept).error());
            sign_next(self);
        });
    };
    request_signatures(self->parts_.signers, self->repository_->settings.name,
                       signing::active_key(self->repository_->keyring)->key, *bytes, *package, made);
}

Result<> Resigning::keep(storage::PackageRow row, const storage::File& file, const rpm::RpmPackage& package,
                         const rpm::Signatures& signatures) {
    const Sha256 older = row.sha256;
    const auto original = TRY(FileBytes::of(file.descriptor()));
    const auto& key = signing::active_key(repository_->keyring)->key.fingerprint;
    auto upload = TRY(write_signed(parts_.blobs, original, package, signatures, key, row));
    TRY(parts_.blobs.commit({&upload, 1}));
    row.id = 0;  // a package of its own, made from the same uploaded bytes
    IngestedPackage ingested;
    ingested.file = row.file_name;
    ingested.package = std::move(row);
    made_.emplace_back(older, std::move(ingested));
    return {};
}

}  // namespace slipway::publishing
