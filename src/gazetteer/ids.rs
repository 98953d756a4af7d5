//! Indexes of rows in the tables.

use crate::ids::ids;

ids! {
    /// A state, by its index in the table.
    pub(crate) StateId;
    /// An organisation, outlet, party or government body, by its index in the table.
    pub(crate) OrganisationId;
    /// A person, by the line in the table.
    pub(crate) PersonId;
    /// A title, by its index in the table.
    pub(crate) TitleId;
    /// A body named after its state, by its index in the table.
    pub(crate) BodyHeadId;
}
