"""Requests, mentorships, meetings, hand-overs, blocks, agreements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _requests()
    _mentorships()
    _meetings()
    _hand_overs()
    _blocks()
    _agreements()
    _signatures()


def _requests() -> None:
    op.create_table('mentorship_request',
    sa.Column('id', sa.String(26), nullable=False),
    sa.Column('line', sa.String(26), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.String(26), nullable=False),
    sa.Column('mentee_id', sa.String(26), nullable=False),
    sa.Column('mentor_id', sa.String(26), nullable=False),
    sa.Column('goals', sa.Text(), nullable=False),
    sa.Column('sessions_a_month', sa.Integer(), nullable=False),
    sa.Column('weeks', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('state', sa.String(10), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('sent_at', UtcDateTime()),
    sa.Column('viewed_at', UtcDateTime()),
    sa.Column('ended_at', UtcDateTime()),
    sa.Column('expires_at', UtcDateTime()),
    sa.Column('reason', sa.String(16)),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('mentee_agreed', sa.Boolean(), nullable=False),
    sa.Column('mentor_agreed', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['mentee_id'], ['person.id'], name='fk_mentorship_request_mentee_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['mentor_id'], ['person.id'], name='fk_mentorship_request_mentor_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name='fk_mentorship_request_programme_id_programme', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_mentorship_request')
    )
    op.create_index('ix_mentorship_request_expires_at', 'mentorship_request', ['expires_at'])
    op.create_index('ix_mentorship_request_line', 'mentorship_request', ['line'])
    op.create_index('ix_mentorship_request_mentee_id', 'mentorship_request', ['mentee_id'])
    op.create_index('ix_mentorship_request_mentor_id', 'mentorship_request', ['mentor_id'])
    op.create_index('ix_mentorship_request_programme_id', 'mentorship_request', ['programme_id'])
    op.create_index('uq_mentorship_request_unanswered', 'mentorship_request', ['programme_id', 'mentee_id', 'mentor_id'], unique=True, sqlite_where=sa.text("state IN ('drafted', 'sent', 'viewed')"), postgresql_where=sa.text("state IN ('drafted', 'sent', 'viewed')"))


def _mentorships() -> None:
    op.create_table('mentorship',
    sa.Column('id', sa.String(26), nullable=False),
    sa.Column('programme_id', sa.String(26), nullable=False),
    sa.Column('mentor_id', sa.String(26), nullable=False),
    sa.Column('mentee_id', sa.String(26), nullable=False),
    sa.Column('request_id', sa.String(26)),
    sa.Column('goals', sa.Text(), nullable=False),
    sa.Column('sessions_a_month', sa.Integer(), nullable=False),
    sa.Column('weeks', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(10), nullable=False),
    sa.Column('started_at', UtcDateTime(), nullable=False),
    sa.Column('ends_at', UtcDateTime(), nullable=False),
    sa.Column('paused_until', UtcDateTime()),
    sa.Column('extended_times', sa.Integer(), nullable=False),
    sa.Column('ended_at', UtcDateTime()),
    sa.Column('ended_by', sa.String(6)),
    sa.Column('reason', sa.String(16)),
    sa.Column('fit_reasons', sa.Text(), nullable=False),
    sa.Column('is_new_mentor_asked', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['mentee_id'], ['person.id'], name='fk_mentorship_mentee_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['mentor_id'], ['person.id'], name='fk_mentorship_mentor_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name='fk_mentorship_programme_id_programme', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['request_id'], ['mentorship_request.id'], name='fk_mentorship_request_id_mentorship_request', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='pk_mentorship')
    )
    op.create_index('ix_mentorship_ends_at', 'mentorship', ['ends_at'])
    op.create_index('ix_mentorship_mentee_id', 'mentorship', ['mentee_id'])
    op.create_index('ix_mentorship_mentor_id', 'mentorship', ['mentor_id'])
    op.create_index('ix_mentorship_paused_until', 'mentorship', ['paused_until'])
    op.create_index('ix_mentorship_programme_id', 'mentorship', ['programme_id'])
    op.create_index('ix_mentorship_request_id', 'mentorship', ['request_id'])
    op.create_index('uq_mentorship_running', 'mentorship', ['programme_id', 'mentor_id', 'mentee_id'], unique=True, sqlite_where=sa.text("state IN ('active', 'paused')"), postgresql_where=sa.text("state IN ('active', 'paused')"))


def _meetings() -> None:
    op.create_table('mentorship_meeting',
    sa.Column('id', sa.String(26), nullable=False),
    sa.Column('mentorship_id', sa.String(26), nullable=False),
    sa.Column('met_at', UtcDateTime(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('is_session', sa.Boolean(), nullable=False),
    sa.Column('noted_by_id', sa.String(26)),
    sa.ForeignKeyConstraint(['mentorship_id'], ['mentorship.id'], name='fk_mentorship_meeting_mentorship_id_mentorship', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name='fk_mentorship_meeting_noted_by_id_person', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='pk_mentorship_meeting')
    )
    op.create_index('ix_mentorship_meeting_mentorship_id', 'mentorship_meeting', ['mentorship_id'])
    op.create_index('ix_mentorship_meeting_noted_by_id', 'mentorship_meeting', ['noted_by_id'])


def _hand_overs() -> None:
    op.create_table('mentorship_hand_over',
    sa.Column('mentorship_id', sa.String(26), nullable=False),
    sa.Column('items', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['mentorship_id'], ['mentorship.id'], name='fk_mentorship_hand_over_mentorship_id_mentorship', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mentorship_id', name='pk_mentorship_hand_over')
    )


def _blocks() -> None:
    op.create_table('person_block',
    sa.Column('person_id', sa.String(26), nullable=False),
    sa.Column('other_id', sa.String(26), nullable=False),
    sa.Column('blocked_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['other_id'], ['person.id'], name='fk_person_block_other_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_person_block_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'other_id', name='pk_person_block')
    )
    op.create_index('ix_person_block_other_id', 'person_block', ['other_id'])


def _agreements() -> None:
    op.create_table('agreement',
    sa.Column('mentorship_id', sa.String(26), nullable=False),
    sa.Column('edition', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('goals', sa.Text(), nullable=False),
    sa.Column('sessions_a_month', sa.Integer(), nullable=False),
    sa.Column('weeks', sa.Integer(), nullable=False),
    sa.Column('channels', sa.Text(), nullable=False),
    sa.Column('confidentiality', sa.Text(), nullable=False),
    sa.Column('written_by', sa.String(6), nullable=False),
    sa.Column('written_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['mentorship_id'], ['mentorship.id'], name='fk_agreement_mentorship_id_mentorship', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mentorship_id', 'edition', name='pk_agreement')
    )


def _signatures() -> None:
    op.create_table('agreement_signature',
    sa.Column('mentorship_id', sa.String(26), nullable=False),
    sa.Column('edition', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('side', sa.String(6), nullable=False),
    sa.Column('signed_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['mentorship_id', 'edition'], ['agreement.mentorship_id', 'agreement.edition'], name='fk_agreement_signature_edition', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mentorship_id', 'edition', 'side', name='pk_agreement_signature')
    )
