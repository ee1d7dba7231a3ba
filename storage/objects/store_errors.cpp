#include "storage/objects/store_errors.hpp"

namespace slipway::storage {

Error as_unknown(Error error) {
    switch (error.fault()) {
        case Fault::not_found:
        case Fault::corrupt:
        case Fault::busy:
        case Fault::storage_full: return error;
        default: return Error(Fault::busy, error.message());
    }
}

}  // namespace slipway::storage
