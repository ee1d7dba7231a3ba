// What every signer does: the daemon's, which asks gpg, and the one of tests, which must not differ from it.
#include "tests/contracts/signer_contract.hpp"

#include "signing/signing_workers.hpp"
#include "tests/signing/fake_signer.hpp"

namespace slipway::testing {
namespace {

struct Workers {
    static std::unique_ptr<signing::Signer> start(FileSystem& files, const Path& keys, const Log& log) {
        signing::SigningWorkers::Options options;
        options.keys_directory = keys;
        options.workers = 1;
        return MUST(signing::SigningWorkers::start(files, options, log));
    }
};
struct Fake {
    static std::unique_ptr<signing::Signer> start(FileSystem& files, const Path& keys, const Log&) {
        return std::make_unique<FakeSigner>(files, keys);
    }
};
INSTANTIATE_TYPED_TEST_SUITE_P(SigningWorkers, SignerContract, Workers);
INSTANTIATE_TYPED_TEST_SUITE_P(FakeSigner, SignerContract, Fake);

}  // namespace
}  // namespace slipway::testing
