//! The numbers of rows in the tables.

use crate::ids::ids;

ids! {
    /// A state, by its place in the table.
    pub(crate) StateId;
    /// An organisation, outlet, party or government body, by its place in the table.
    pub(crate) OrganisationId;
    /// Somebody of the people's table, by the line.
    pub(crate) PersonId;
    /// A title, by its place in the table.
    pub(crate) TitleId;
    /// A body named after its state, by its place in the table.
    pub(crate) BodyHeadId;
}
